package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.device.LinuxDevices;
import io.ebsnap.device.TargetOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.ImageFilling;
import io.ebsnap.restore.RestoreSources;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.MemoryDevice;
import io.ebsnap.store.Headroom;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.TargetKeys;
import io.ebsnap.volume.Zone;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fast restore over a made-up machine and real files, step by step, with clocks that stand still. */
abstract class WarmImagesContract {

    private static final int SIZE = 5 * 524_288 + 12_288;
    static final WarmSettings SETTINGS = new WarmSettings(false, 90, 1, true);
    private static final WarmSettings CREDITS = new WarmSettings(true, 90, 16, true);

    private final Linux linux = JnrLinux.load();
    private final EngineFixture engine = new EngineFixture(17);
    private final byte[] content = content();
    private final SnapshotRecord snapshot = snapshot();
    final SnapshotId id = new SnapshotId(snapshot.snapshotId());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-02-03T04:05:06.007Z"));
    final AtomicLong nanos = new AtomicLong();
    final AtomicReference<CrashPoints> points = new AtomicReference<>(CrashPoints.NONE);
    private final AtomicInteger targets = new AtomicInteger();

    /** Whether images are, from the next daemon on, and volumes. */
    boolean encrypted;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private Zone zone;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    WarmImages images;

    /** An empty zone on 100 MiB or more, named a. */
    abstract Zone zone() throws IOException;

    /** How volumes are made there. */
    abstract WarmMethod method();

    /** Where a volume may be made: something else with every number. */
    Path target(int number) {
        return zone.directory().resolve("target" + number);
    }

    /** A place where a volume is already. */
    Path taken() throws IOException {
        return Files.writeString(zone.directory().resolve("taken"), "x");
    }

    /** The bytes of an image, whether it can be opened just now or not. */
    Path bytesOfImage(SnapshotId snapshot) {
        return directory().resolve(snapshot.value()).resolve("image");
    }

    void removeImage(SnapshotId snapshot) throws IOException {
        Files.delete(bytesOfImage(snapshot));
    }

    /** An image of a snapshot of that content, as somebody may have left it. */
    void leaveImage(SnapshotId snapshot, byte[] bytes) throws IOException {
        Files.createDirectories(directory().resolve(snapshot.value()));
        Files.write(bytesOfImage(snapshot), bytes);
    }

    void assertNoImage() {
        assertThat(bytesOfImage(id)).doesNotExist();
    }

    void assertNothingIsLeft() {
        assertThat(directory()).isEmptyDirectory();
    }

    /** So many volumes are made by each of several threads where that is what it is about. */
    int many() {
        return 40;
    }

    /** What a volume or image holds. */
    private byte[] contentOf(Path volume) throws IOException {
        byte[] below = Files.readAllBytes(volume);
        if (!encrypted) {
            return below;
        }
        assertThat(Arrays.copyOf(below, 524_288)).isNotEqualTo(Arrays.copyOf(content, 524_288));
        Path copy = Files.write(Files.createTempFile("ebsnap", ".copy"), below);
        FastRestoreRecord record = only().record();
        try (TargetKeys.Form form = engine.encryption(true).keys().formOf(record.catalogId(), record.encryption());
                BlockTarget target =
                        form.over(devices().openOwnTarget(new TargetOrder(copy.toString(), below.length, true)))) {
            ByteBuffer all = AlignedBuffers.allocate(below.length);
            target.read(0, all);
            all.flip().get(below);
            return below;
        } finally {
            Files.delete(copy);
        }
    }

    private LinuxDevices devices() {
        return new LinuxDevices(
                linux,
                uri -> {
                    throw new Failure.NotFound("there is no " + uri);
                },
                Path.of("/proc"));
    }

    /** A volume may be longer than its snapshot. */
    private void assertContent(Path volume) throws IOException {
        byte[] bytes = contentOf(volume);
        assertThat(Arrays.copyOf(bytes, SIZE)).isEqualTo(content);
        assertThat(Arrays.copyOfRange(bytes, SIZE, bytes.length)).isEqualTo(new byte[bytes.length - SIZE]);
    }

    @BeforeEach
    void begin() throws IOException {
        zone = zone();
        daemon(SETTINGS);
    }

    @AfterEach
    void end() {
        images.close();
        engine.close();
    }

    private static byte[] content() {
        byte[] bytes = new byte[SIZE];
        new Random(5).nextBytes(bytes);
        Arrays.fill(bytes, 524_288, 2 * 524_288, (byte) 0);
        return bytes;
    }

    private SnapshotRecord snapshot() {
        MemoryDevice device = engine.machine.add("/dev/a", SIZE);
        for (int from = 0; from < SIZE; from += 524_288) {
            device.write(from, ByteBuffer.wrap(content, from, Math.min(524_288, SIZE - from)));
        }
        return engine.snapshot("/dev/a");
    }

    /** Another daemon over the same catalog and zone; what the one before had not done, it never does. */
    final void daemon(WarmSettings settings) {
        if (images != null) {
            images.close();
        }
        images = new WarmImages(
                new WarmParts(
                        engine.catalog,
                        linux,
                        new ImageFilling(
                                new RestoreSources(
                                        engine.catalog,
                                        engine.chunks.reader(),
                                        engine.pages,
                                        engine.mapsInUse,
                                        engine.keyring),
                                devices(),
                                new ImageFilling.Workers(2, () -> {})),
                        engine.mapsInUse,
                        engine.keyring,
                        engine.encryption(encrypted),
                        zone,
                        Headroom.NONE,
                        () -> {},
                        new Surroundings(
                                now::get,
                                nanos::get,
                                engine.random,
                                point -> points.get().reached(point))),
                settings);
        images.tidy();
    }

    final void rounds(int count) {
        for (int i = 0; i < count; i++) {
            images.round(Runnable::run);
        }
    }

    final FastRestore only() {
        assertThat(images.list()).hasSize(1);
        return images.list().getFirst();
    }

    final FastRestoreState state() {
        return only().record().state();
    }

    final void enable() {
        assertThat(images.enable(id, "").record().state()).isEqualTo(FastRestoreState.ENABLING);
        rounds(1);
        assertThat(only().record().message()).isEmpty();
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
    }

    private Path target() {
        return target(targets.incrementAndGet());
    }

    private VolumeRestoreMode place() {
        return images.place(id, "a", target(), encrypted).mode();
    }

    final void assertFast() throws IOException {
        Path target = target();
        ReadyContent.Placed placed = images.place(id, "a", target, encrypted);
        assertThat(placed.mode()).isEqualTo(new VolumeRestoreMode(true, method().word()));
        assertThat(placed.image() != null).isEqualTo(encrypted);
        assertContent(target);
    }

    /** An image that lies otherwise is none for a volume, and stays as it is. */
    @Test
    void volumeThatIsToBeOtherwiseIsLazy() throws IOException {
        enable();
        Path target = target();
        ReadyContent.Placed placed = images.place(id, "a", target, !encrypted);
        assertThat(placed.mode().fastRestored()).isFalse();
        assertThat(placed.mode().reason()).contains("encrypted");
        assertThat(target).doesNotExist();
        assertFast();
    }

    final void assertLazy(String why) {
        Path target = target();
        VolumeRestoreMode mode = images.place(id, "a", target, encrypted).mode();
        assertThat(mode.fastRestored()).isFalse();
        assertThat(mode.reason()).startsWith("lazy: ").contains(why);
        assertThat(target).doesNotExist();
    }

    private Path directory() {
        return zone.directory().resolve(WarmFiles.DIRECTORY);
    }

    @Test
    void volumeOfAnEnabledSnapshotIsCompleteWhenItAppears() throws IOException {
        assertLazy("not enabled");
        FastRestoreRecord ordered = images.enable(id, "a").record();
        assertThat(ordered.times().enabling()).isEqualTo(now.get());
        assertLazy("enabling");
        now.updateAndGet(time -> time.plusSeconds(1));
        rounds(1);
        FastRestore enabled = only();
        assertThat(enabled.method()).isEqualTo(method().word());
        assertThat(enabled.work()).isEmpty();
        assertThat(enabled.balance()).isEmpty();
        assertThat(enabled.record().contentBytes()).isEqualTo(SIZE - 524_288);
        assertThat(enabled.record().times().enabled()).isEqualTo(now.get());
        assertFast();
    }

    @Test
    void disablingGivesTheSpaceBackAndVolumesStay() throws IOException {
        enable();
        Path volume = target();
        assertThat(images.place(id, "a", volume, encrypted).mode().fastRestored())
                .isTrue();
        assertThat(images.disable(id, "").record().state()).isEqualTo(FastRestoreState.DISABLING);
        assertLazy("not enabled");
        assertThatThrownBy(() -> images.enable(id, "")).isInstanceOf(Failure.Conflict.class);
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertNothingIsLeft();
        assertContent(volume);
        assertThatThrownBy(() -> images.disable(id, "")).isInstanceOf(Failure.NotFound.class);
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        rounds(1);
        assertThat(images.list()).isEmpty();
        enable();
        assertFast();
    }

    @Test
    void imageNeedsNothingOfTheStore() throws IOException {
        enable();
        engine.packs(ChunkKind.DATA).forEach(pack -> engine.damage(pack, 100));
        assertFast();
    }

    @Test
    void deletingTheSnapshotDisablesAndFreesPacksAndImage() throws IOException {
        enable();
        engine.snapshots.delete(List.of(id));
        engine.collect();
        assertThat(engine.packs(ChunkKind.DATA)).isEmpty();
        images.snapshotsDeleted();
        assertThat(state()).isEqualTo(FastRestoreState.DISABLING);
        assertThat(only().record().stateTransitionReason()).isEqualTo("Client.UserInitiated");
        assertLazy("not enabled");
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertThat(only().record().message()).isEqualTo("its snapshot was deleted");
        assertNothingIsLeft();
        assertThatThrownBy(() -> images.enable(id, "")).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void anImageDoesNotOutliveTheKeyOfItsSnapshot() throws IOException {
        enable();
        String domain = engine.snapshots.find(id).orElseThrow().origin().domainId();
        assertThat(engine.catalog
                        .update(CatalogKind.DATA_KEY, domain, DataKeyRecord::destroyed)
                        .wasDestroyed())
                .isTrue();
        rounds(2);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertThat(only().record().message()).isEqualTo("the KMS key of its snapshot was deleted");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast-restore.after-optimizing", "fast-restore.filling", "fast-restore.verifying"})
    void snapshotThatIsDeletedWhileItsImageIsMadeIsDisabled(String when) {
        AtomicInteger times = new AtomicInteger();
        points.set(point -> {
            if (point.equals(when) && times.getAndIncrement() == 0) {
                engine.snapshots.delete(List.of(id));
                assertThat(engine.collect()).isNotNull();
                images.snapshotsDeleted();
            }
        });
        assertThat(images.enable(id, "")).isNotNull();
        rounds(2);
        assertThat(times.get()).isPositive();
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertNothingIsLeft();
    }

    @Test
    void imageThatIsBeingMadeKeepsWhatItIsMadeOf() {
        AtomicInteger times = new AtomicInteger();
        points.set(point -> {
            if (point.equals("fast-restore.filling") && times.getAndIncrement() == 0) {
                engine.snapshots.delete(List.of(id));
                assertThat(engine.collect()).isNotNull();
                assertThat(engine.packs(ChunkKind.DATA)).isNotEmpty();
            }
        });
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        rounds(2);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        engine.collect();
        assertThat(engine.packs(ChunkKind.DATA)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"after-optimizing", "filling", "verifying", "after-fill", "after-copy"})
    void whatIsDisabledWhileItIsMadeEnds(String when) {
        if (when.equals("after-copy") && !method().needsCopies()) {
            return;
        }
        AtomicInteger times = new AtomicInteger();
        points.set(point -> {
            if (point.equals("fast-restore." + when) && times.getAndIncrement() == 0) {
                assertThat(images.disable(id, "")).isNotNull();
            }
        });
        assertThat(images.enable(id, "")).isNotNull();
        rounds(2);
        assertThat(times.get()).isPositive();
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertThat(only().record().message()).isEmpty();
        assertNothingIsLeft();
        enable();
    }

    /** A daemon that is gone has done nothing of its work after its last durable step. */
    @Test
    void nextDaemonGoesOnInEveryState() throws IOException {
        assertThat(images.enable(id, "")).isNotNull();
        daemon(SETTINGS);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLING);
        points.set(point -> {
            if (point.equals("fast-restore.verifying")) {
                throw new Failure.Unavailable("as far as this daemon came", null);
            }
        });
        rounds(1);
        points.set(CrashPoints.NONE);
        daemon(SETTINGS);
        assertThat(state()).isEqualTo(FastRestoreState.OPTIMIZING);
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        daemon(SETTINGS);
        assertFast();
        assertThat(images.disable(id, "")).isNotNull();
        daemon(SETTINGS);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLING);
        rounds(1);
        daemon(SETTINGS);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertNothingIsLeft();
    }

    @Test
    void halfAnImageIsCompletedAndWrongBytesInItAreFound() throws IOException {
        enable();
        byte[] wrong = content.clone();
        Arrays.fill(wrong, 4 * 524_288, 5 * 524_288, (byte) 0);
        wrong[7] ^= 1;
        removeImage(id);
        rounds(0);
        daemon(SETTINGS);
        images.round(work -> {});
        assertThat(state()).isEqualTo(FastRestoreState.OPTIMIZING);
        assertThat(only().record().message()).contains("gone");
        leaveImage(id, wrong);
        daemon(SETTINGS);
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        assertContent(bytesOfImage(id));
    }

    @Test
    void whatNobodySpeaksOfIsRemovedAtTheStart() throws IOException {
        leaveImage(new SnapshotId("snap-00000000000000009"), new byte[10]);
        daemon(SETTINGS);
        assertNothingIsLeft();
    }

    @Test
    void damagedSnapshotIsDisabledAndSaysWhy() {
        engine.packs(ChunkKind.DATA).forEach(pack -> engine.damage(pack, 200));
        assertThat(images.enable(id, "")).isNotNull();
        rounds(2);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertThat(only().record().stateTransitionReason()).isEqualTo("Server.InternalError");
        assertThat(only().record().message()).contains("damaged");
        assertNothingIsLeft();
        assertLazy("not enabled");
    }

    @Test
    void creditsAreEbsAndOneThatIsLeftGoesToOneOfManyAtOnce() throws Exception {
        daemon(CREDITS);
        enable();
        rounds(20);
        assertLazy("no credits: the next one at " + now.get().plusSeconds(360));
        now.updateAndGet(time -> time.plusSeconds(360));
        assertThat(only().balance().orElseThrow().credits()).isEqualTo(1.0);
        assertThat(placedAtOnce(8)).isEqualTo(1);
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        assertThat(only().balance().orElseThrow().credits()).isEqualTo(10.0);
        for (int i = 0; i < 10; i++) {
            assertFast();
        }
        assertLazy("no credits");
        daemon(CREDITS);
        assertLazy("no credits");
    }

    private int placedAtOnce(int count) throws InterruptedException {
        AtomicInteger placed = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, count)
                .mapToObj(i -> Thread.ofPlatform().name("create-" + i).start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    placed.addAndGet(place().fastRestored() ? 1 : 0);
                }))
                .toList();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return placed.get();
    }

    @Test
    void volumesThatAreMadeWhileTheSnapshotIsDeletedAreWholeOrLazy() throws Exception {
        enable();
        Map<Path, VolumeRestoreMode> made = new ConcurrentHashMap<>();
        CountDownLatch begun = new CountDownLatch(4);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().name("create-" + i).start(() -> {
                    for (int n = 0; n < many(); n++) {
                        Path target = target();
                        made.put(
                                target, images.place(id, "a", target, encrypted).mode());
                        begun.countDown();
                    }
                }))
                .toList();
        begun.await();
        engine.snapshots.delete(List.of(id));
        images.snapshotsDeleted();
        rounds(2);
        for (Thread thread : threads) {
            thread.join();
        }
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.DISABLED);
        assertNothingIsLeft();
        for (Map.Entry<Path, VolumeRestoreMode> volume : made.entrySet()) {
            if (volume.getValue().fastRestored()) {
                assertContent(volume.getKey());
            } else {
                assertThat(volume.getKey()).doesNotExist();
            }
        }
    }

    @Test
    void creditThatCouldNotBeUsedComesBack() throws IOException {
        daemon(CREDITS);
        enable();
        now.updateAndGet(time -> time.plusSeconds(360));
        Path taken = taken();
        assertThat(images.place(id, "a", taken, encrypted).mode().fastRestored())
                .isFalse();
        assertThat(only().balance().orElseThrow().credits()).isEqualTo(1.0);
        assertFast();
    }

    @Test
    void poolThatIsEmptySaysSoAndIsRefilled() throws IOException {
        if (method() == WarmMethod.THIN) {
            return;
        }
        daemon(new WarmSettings(false, 90, 2, false));
        enable();
        assertThat(only().readyCopies()).isEqualTo(1);
        rounds(1);
        assertThat(only().readyCopies()).isEqualTo(2);
        assertThat(place().fastRestored()).isTrue();
        assertThat(place()).isEqualTo(new VolumeRestoreMode(true, "pool"));
        assertLazy("no copy is ready");
        rounds(1);
        assertThat(place().fastRestored()).isTrue();
    }

    @Test
    void whatCannotBeEnabledIsRefused() {
        assertThatThrownBy(() -> images.enable(new SnapshotId("snap-00000000000000000"), ""))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> images.enable(id, "b"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> images.disable(id, "")).isInstanceOf(Failure.NotFound.class);
        assertThat(images.list()).isEmpty();
    }

    @Test
    void whatWaitsIsTriedAgainAfterAWhileOrWhenItIsOrderedAgain() {
        points.set(point -> {
            if (point.equals("fast-restore.filling")) {
                throw new Failure.Unavailable("the disk does not answer", null);
            }
        });
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.OPTIMIZING);
        assertThat(only().record().message()).isEqualTo("the disk does not answer");
        points.set(CrashPoints.NONE);
        rounds(3);
        assertThat(state()).isEqualTo(FastRestoreState.OPTIMIZING);
        nanos.addAndGet(WarmRounds.RETRY_NANOS);
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        assertThat(only().record().message()).isEmpty();
    }

    /** On a disk that a test may fill. */
    final void assertThatARealFullDiskGetsItsSpaceBack() throws IOException {
        Path filler = zone.directory().resolve("filler");
        points.set(point -> {
            if (point.equals("fast-restore.after-optimizing")) {
                fill(filler);
            }
        });
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.OPTIMIZING);
        assertThat(only().record().message()).contains("ENOSPC");
        assertNoImage();
        nanos.addAndGet(WarmRounds.RETRY_NANOS);
        rounds(1);
        assertThat(only().record().message()).startsWith("room: ");
        // XFS gives the space of a deleted file back a little later, that of a shortened one at once.
        try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
            file.setLength(0);
        }
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(only().record().message()).isEmpty();
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
        assertFast();
    }

    /** But for less than the image takes. */
    private static void fill(Path filler) {
        try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
            for (int piece = 1 << 20; piece >= 4096; piece /= 16) {
                writeUntilFull(file, new byte[piece]);
            }
            file.setLength(file.length() - (1 << 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeUntilFull(RandomAccessFile file, byte[] piece) throws IOException {
        try {
            while (true) {
                file.write(piece);
                file.getFD().sync();
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void diskThatBecomesFullGetsItsSpaceBackAndTheOrderStays() {
        points.set(point -> {
            if (point.equals("fast-restore.verifying")) {
                throw new Failure.Exhausted("no space left", null);
            }
        });
        assertThat(images.enable(id, "")).isNotNull();
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.OPTIMIZING);
        assertNoImage();
        assertLazy("no space left");
        points.set(CrashPoints.NONE);
        assertThat(images.enable(id, "").record().message()).isEmpty();
        rounds(1);
        assertThat(state()).isEqualTo(FastRestoreState.ENABLED);
    }
}
