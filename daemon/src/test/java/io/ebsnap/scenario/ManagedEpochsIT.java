package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.tracking.ChangeDetection;
import io.ebsnap.tracking.RecheckSettings;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DirectTarget;
import io.ebsnap.volume.DirectUse;
import io.ebsnap.volume.EpochTracker;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationProgress.Phase;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.Zone;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots of managed volumes, on real files: at once, of what was changed only, over the ends of daemon and machine. */
final class ManagedEpochsIT {

    private static final int BLOCK = 524_288;
    private static final int SIZE = 8 * BLOCK + 12_288;
    private static final HydrationSettings PAUSED = new HydrationSettings(0, true);

    private final Linux linux = JnrLinux.load();
    private final EngineFixture engine = new EngineFixture(29);
    private final byte[] content = content();

    @TempDir
    Path directory = Path.of("");

    private SnapshotRecord first;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private CatalogManagedVolumes volumes;

    private String boot = "11111111-1111-1111-1111-111111111111";
    private static final long COPY_BYTES_MAX = 3 << 19;

    ManagedEpochsIT() {
        engine.changeTrackers = List.of(new EpochTracker());
        engine.begin();
        MemoryDevice device = engine.machine.add("/dev/a", SIZE);
        for (int from = 0; from < SIZE; from += BLOCK) {
            device.write(from, ByteBuffer.wrap(content, from, Math.min(BLOCK, SIZE - from)));
        }
        first = engine.snapshot("/dev/a");
    }

    private static byte[] content() {
        byte[] bytes = new byte[SIZE];
        new Random(5).nextBytes(bytes);
        Arrays.fill(bytes, BLOCK, 2 * BLOCK, (byte) 0);
        return bytes;
    }

    @BeforeEach
    void start() {
        volumes = new CatalogManagedVolumes(
                new VolumeParts(
                        engine.catalog,
                        engine.machine,
                        linux,
                        engine.chunks.reader(),
                        engine.pages,
                        engine.mapsInUse,
                        engine.keyring,
                        (snapshotId, zone, target, wanted) ->
                                ReadyContent.Placed.plain(new VolumeRestoreMode(false, "lazy: not enabled")),
                        engine.encryption(false),
                        new BootScope(directory.resolve("unflushed"), boot),
                        new BlockBuffers(4),
                        CopyRoom.of(COPY_BYTES_MAX),
                        engine.recheck,
                        engine.rules,
                        engine.clock,
                        engine.random,
                        CrashPoints.NONE),
                VolumeZones.only(new Zone("a", directory.resolve("volumes"))),
                new HydrationEngine(new HydrationParts(
                        System::nanoTime,
                        HydrationParts.Pause.PARKING,
                        2,
                        () -> {},
                        1,
                        new FirstTouches(engine.catalog))));
        engine.managed.are(volumes);
        volumes.start();
    }

    /** The daemon is killed, and another one started: nobody closes the volumes. */
    private void die() {
        engine.crashPoints.set(name -> {});
        engine.begin();
        start();
        engine.snapshots.start();
    }

    /** The daemon is stopped, and another one started. */
    private void restart() {
        engine.snapshots.close();
        volumes.close();
        die();
    }

    private void machineStops() throws IOException {
        boot = "22222222-2222-2222-2222-222222222222";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("unflushed"))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @AfterEach
    void stop() {
        engine.close();
        volumes.close();
    }

    private void create(String name, HydrationSettings settings) {
        volumes.create(new ManagedVolumeOrder(
                Optional.of(new SnapshotId(first.snapshotId())), 0, name, List.of(), "", Optional.empty(), settings));
    }

    private void awaitHydration(String volume) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            if (volumes.find(volume).hydration().phase() == Phase.COMPLETED) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(volumes.find(volume).hydration().toString());
    }

    private void write(String volume, int offset, byte[] bytes) {
        try (DataPlane plane = volumes.use(volume, false, "test")) {
            plane.write(
                    offset, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), Fua.NO);
        }
        System.arraycopy(bytes, 0, content, offset, bytes.length);
    }

    private void write(String volume, int offset, int length) {
        byte[] bytes = new byte[length];
        new Random(offset).nextBytes(bytes);
        write(volume, offset, bytes);
    }

    private void requireRestores(SnapshotRecord snapshot, byte[] expected) {
        MemoryDevice restored = engine.restored(snapshot);
        ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE);
        for (int from = 0; from < SIZE; from += BLOCK) {
            int length = Math.min(BLOCK, SIZE - from);
            restored.read(from, bytes.slice(from, length));
        }
        assertThat(bytes.mismatch(ByteBuffer.wrap(expected))).isEqualTo(-1);
    }

    private static SnapshotContent read(SnapshotRecord snapshot) {
        assertThat(snapshot.stateMessage()).isEmpty();
        return Objects.requireNonNull(snapshot.content());
    }

    private static ChangeDetection detection(SnapshotRecord snapshot) {
        return ChangeDetection.parse(snapshot.origin().changeDetection());
    }

    /** How many blocks were read, but for those that were only compared. */
    private static long readAsChanged(SnapshotRecord snapshot) {
        return read(snapshot).blocksRead() - detection(snapshot).rechecked();
    }

    /** Whether what changed was known from the volume, before anything was read. */
    private static boolean isExact(SnapshotRecord snapshot) {
        ChangeDetection detection = detection(snapshot);
        return detection.way() == ChangeDetection.Way.EXACT && "epoch".equals(detection.tracker());
    }

    /** Holds up what is copied until the answer is counted down. */
    private CountDownLatch holdCopies() {
        return holdAt("snapshot.before-copy");
    }

    private CountDownLatch holdAt(String point) {
        CountDownLatch gate = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        return gate;
    }

    @Test
    void onlyWhatWasWrittenIsReadAndTheRestIsTheSnapshotsThatItWasMadeFrom() {
        create("data", PAUSED);
        write("data", 3 * BLOCK + 4096, 8192);
        write("data", 1_000, 10);
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(readAsChanged(taken)).isEqualTo(2);
        assertThat(taken.origin().parentSnapshotId()).isEqualTo(first.snapshotId());
        assertThat(taken.origin().consistency()).isEqualTo("managed-epoch");
        assertThat(isExact(taken)).isTrue();
        requireRestores(taken, content);

        write("data", 6 * BLOCK, 100);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(readAsChanged(next)).isEqualTo(1);
        assertThat(next.origin().parentSnapshotId()).isEqualTo(taken.snapshotId());
        requireRestores(next, content);
        assertThat(readAsChanged(engine.snapshot("data"))).isZero();
    }

    @Test
    void snapshotShowsItsInstantWhateverIsWrittenAfterwards() throws InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        write("data", 0, 3 * BLOCK);
        byte[] instant = content.clone();
        CountDownLatch gate = holdCopies();
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        write("data", 100, 2 * BLOCK);
        write("data", 4 * BLOCK, 5_000);
        gate.countDown();
        SnapshotRecord taken = engine.await(pending);
        assertThat(readAsChanged(taken)).isEqualTo(3);
        requireRestores(taken, instant);
        requireRestores(engine.snapshot("data"), content);
    }

    @Test
    void secondSnapshotOfAVolumeWaitsForTheFirst() {
        create("data", PAUSED);
        CountDownLatch gate = holdCopies();
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        assertThatThrownBy(() -> engine.snapshots.create(SnapshotOrder.of("data")))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(pending.snapshotId());
        assertThatThrownBy(() -> volumes.delete("data"))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(pending.snapshotId());
        gate.countDown();
        assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(engine.snapshot("data").state()).isEqualTo(SnapshotState.COMPLETED);
    }

    @Test
    void fullSpaceIsAnErrorAndTheNextSnapshotLacksNothing() throws InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        write("data", 0, 5 * BLOCK);
        CountDownLatch gate = holdCopies();
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        write("data", 4096, 4 * BLOCK);
        gate.countDown();
        SnapshotRecord failed = engine.await(pending);
        assertThat(failed.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(failed.stateMessage()).contains("full");
        SnapshotRecord next = engine.snapshot("data");
        assertThat(readAsChanged(next)).isEqualTo(5);
        requireRestores(next, content);
        assertThat(directory.resolve("volumes").resolve(next.volumeId()).resolve("copies"))
                .doesNotExist();
    }

    @Test
    void changesSurviveAStopOfTheDaemonAndOfTheMachine() throws IOException {
        create("data", PAUSED);
        write("data", 3 * BLOCK, 100);
        restart();
        write("data", 5 * BLOCK, 100);
        engine.snapshots.close();
        volumes.close();
        machineStops();
        die();
        write("data", 7 * BLOCK, 100);
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(isExact(taken)).isTrue();
        assertThat(readAsChanged(taken)).isEqualTo(3);
        requireRestores(taken, content);
    }

    @Test
    void changesSurviveTheDeathOfTheDaemonExactly() {
        create("data", PAUSED);
        write("data", 3 * BLOCK, 100);
        die();
        write("data", 4 * BLOCK, 100);
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(isExact(taken)).isTrue();
        assertThat(readAsChanged(taken)).isEqualTo(2);
        requireRestores(taken, content);
    }

    @Test
    void afterTheDeathOfTheMachineEverythingIsComparedAndWhatHasNotArrivedIsNotFetched() throws IOException {
        create("data", PAUSED);
        write("data", 3 * BLOCK, 8192);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            plane.flush();
        }
        machineStops();
        die();
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(isExact(taken)).isFalse();
        assertThat(taken.origin().changeDetection()).contains("the machine stopped");
        assertThat(readAsChanged(taken)).isEqualTo(1);
        assertThat(taken.origin().parentSnapshotId()).isEqualTo(first.snapshotId());
        requireRestores(taken, content);
        write("data", 3 * BLOCK, 512);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isTrue();
        requireRestores(next, content);
    }

    @Test
    void targetThatWasTouchedWhileTheDaemonWasStoppedIsComparedAsAWhole() throws IOException, InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        assertThat(isExact(engine.snapshot("data"))).isTrue();
        Path target = Path.of(volumes.find("data").record().target().path());
        engine.snapshots.close();
        volumes.close();
        content[6 * BLOCK + 7] ^= 1;
        Files.write(target, content);
        die();
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(isExact(taken)).isFalse();
        requireRestores(taken, content);
    }

    @Test
    void pendingSnapshotGoesOnAfterTheDeathOfTheDaemon() throws InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        write("data", 0, 3 * BLOCK);
        byte[] instant = content.clone();
        SnapshotRecord pending = pendingWithoutEnd();
        write("data", BLOCK, BLOCK / 2);
        die();
        write("data", 2 * BLOCK, BLOCK / 4);
        write("data", 6 * BLOCK, 512);
        SnapshotRecord taken = engine.await(pending);
        assertThat(readAsChanged(taken)).isEqualTo(3);
        requireRestores(taken, instant);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isTrue();
        requireRestores(next, content);
    }

    /** A snapshot whose job never gets anywhere. */
    private SnapshotRecord pendingWithoutEnd() {
        CountDownLatch there = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals("snapshot.before-copy")) {
                there.countDown();
                forever();
            }
        });
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        await(there);
        return pending;
    }

    @Test
    void pendingSnapshotEndsInErrorAfterTheDeathOfTheMachine() throws IOException {
        create("data", PAUSED);
        write("data", 0, 3 * BLOCK);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            plane.flush();
        }
        SnapshotRecord pending = pendingWithoutEnd();
        machineStops();
        die();
        assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.ERROR);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isFalse();
        requireRestores(next, content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapshot.after-instant",
                "snapshot.after-pending",
                "snapshot.after-copy",
                "snapshot.after-map",
                "snapshot.after-flush",
                "snapshot.after-commit"
            })
    void whereverTheDaemonDiesNothingIsMissing(String point) {
        create("data", PAUSED);
        write("data", 2 * BLOCK, 3 * BLOCK);
        CountDownLatch there = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                there.countDown();
                forever();
            }
        });
        Thread.ofPlatform().name("user").daemon().start(() -> {
            List<SnapshotRecord> unused = engine.snapshots.create(SnapshotOrder.of("data"));
        });
        await(there);
        engine.crashPoints.set(name -> {});
        write("data", 6 * BLOCK, 512);
        die();
        write("data", 7 * BLOCK, 512);
        for (SnapshotRecord each : engine.snapshots.list()) {
            assertThat(engine.await(each).state()).isIn(SnapshotState.COMPLETED, SnapshotState.ERROR);
        }
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(isExact(taken)).isTrue();
        requireRestores(taken, content);
    }

    private static void forever() {
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void snapshotOfAnEmptyVolumeReadsWhatWasWritten() {
        volumes.create(new ManagedVolumeOrder(
                Optional.empty(), SIZE, "empty", List.of(), "", Optional.empty(), HydrationSettings.UNLIMITED));
        Arrays.fill(content, (byte) 0);
        write("empty", 5 * BLOCK, 4096);
        SnapshotRecord taken = engine.snapshot("empty");
        assertThat(readAsChanged(taken)).isEqualTo(1);
        requireRestores(taken, content);
        write("empty", 5 * BLOCK, new byte[4096]);
        SnapshotRecord next = engine.snapshot("empty");
        assertThat(isExact(next)).isTrue();
        assertThat(read(next).fullSnapshotSizeInBytes()).isZero();
        requireRestores(next, content);
    }

    @Test
    void volumesOfOneOrderHaveOneInstant() {
        create("one", PAUSED);
        create("two", PAUSED);
        List<SnapshotRecord> both = engine.snapshots.create(
                new SnapshotOrder(List.of("two", "one"), "", List.of(), Optional.empty(), null, null, null));
        assertThat(both.get(0).startTime()).isEqualTo(both.get(1).startTime());
        assertThat(both.get(0).volumeId())
                .isEqualTo(volumes.find("two").record().volumeId());
        both.forEach(each -> requireRestores(engine.await(each), content));
    }

    @Test
    void parentThatIsGoneMakesTheNextOneCompareEverything() throws InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        engine.snapshots.delete(List.of(new SnapshotId(first.snapshotId())));
        engine.collect();
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(isExact(taken)).isFalse();
        requireRestores(taken, content);
        engine.collect();
        requireRestores(taken, content);
    }

    private void requireHolds(String volume, byte[] expected) {
        try (DataPlane plane = volumes.use(volume, true, "test")) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE);
            plane.read(0, bytes);
            assertThat(bytes.flip().mismatch(ByteBuffer.wrap(expected))).isEqualTo(-1);
        }
    }

    private void rollBack(SnapshotRecord to, SnapshotRecord safety) {
        ManagedVolume unused =
                volumes.rollBack("data", new SnapshotId(to.snapshotId()), new SnapshotId(safety.snapshotId()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rolledBackVolumeHasTheSnapshotsContentAndGoesOn(boolean hydrated) throws InterruptedException {
        byte[] before = content.clone();
        create("data", hydrated ? HydrationSettings.UNLIMITED : PAUSED);
        if (hydrated) {
            awaitHydration("data");
        }
        write("data", 2 * BLOCK, 3 * BLOCK);
        byte[] written = content.clone();
        SnapshotRecord safety = engine.snapshot("data");
        rollBack(first, safety);
        requireHolds("data", before);
        System.arraycopy(before, 0, content, 0, SIZE);
        write("data", BLOCK, 4096);
        restart();
        requireHolds("data", content);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isTrue();
        assertThat(next.origin().parentSnapshotId()).isEqualTo(first.snapshotId());
        requireRestores(next, content);
        requireRestores(safety, written);
        awaitHydration("data");
        requireHolds("data", content);
        rollBack(safety, next);
        awaitHydration("data");
        requireHolds("data", written);
    }

    @Test
    void volumeThatIsUsedOrWasWrittenSinceItsSafetySnapshotIsNotRolledBack() {
        create("data", PAUSED);
        SnapshotRecord safety = engine.snapshot("data");
        try (DataPlane plane = volumes.use("data", false, "the test")) {
            assertThat(plane.readOnly()).isFalse();
            assertThatThrownBy(() -> rollBack(first, safety)).hasMessageContaining("the test");
        }
        assertThatThrownBy(() -> rollBack(first, first)).isInstanceOf(Failure.Conflict.class);
        write("data", 7, 1);
        assertThatThrownBy(() -> rollBack(first, safety))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("written since");
        write("data", 9, 1);
        requireHolds("data", content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog.after-put", "catalog.after-view"})
    void rollbackThatIsCutOffLeavesEitherContent(String point) {
        byte[] before = content.clone();
        create("data", PAUSED);
        write("data", 2 * BLOCK, 3 * BLOCK);
        SnapshotRecord safety = engine.snapshot("data");
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new IllegalStateException("the daemon dies here");
            }
        });
        assertThatThrownBy(() -> rollBack(first, safety)).hasMessageContaining("dies");
        die();
        requireHolds("data", before);
        System.arraycopy(before, 0, content, 0, SIZE);
        write("data", 3 * BLOCK, 512);
        requireRestores(engine.snapshot("data"), content);
    }

    @Test
    void rollbackThatIsCutOffBeforeTheRecordLeavesWhatThereWas() throws IOException {
        create("data", PAUSED);
        write("data", 2 * BLOCK, 3 * BLOCK);
        SnapshotRecord safety = engine.snapshot("data");
        Path home = directory.resolve("volumes").resolve(safety.volumeId());
        engine.snapshots.close();
        volumes.close();
        // What it makes first: a map of another id, and changes of that.
        Files.createFile(home.resolve("map-" + "0".repeat(32)));
        byte[] changes = Files.readAllBytes(home.resolve("changes"));
        Files.write(home.resolve("changes"), Arrays.copyOf(changes, 20));
        die();
        requireHolds("data", content);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isFalse();
        requireRestores(next, content);
        volumes.delete("data");
        assertThat(directory.resolve("volumes")).isEmptyDirectory();
    }

    private Path target() {
        return Path.of(volumes.find("data").record().target().path());
    }

    /** Changes a byte of each of some blocks past the daemon. */
    private void tamper(int... blocks) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(target().toFile(), "rw")) {
            for (int block : blocks) {
                int offset = block * BLOCK + 77;
                content[offset] ^= 1;
                file.seek(offset);
                file.write(content[offset]);
            }
        }
    }

    @Test
    void sampleOfWhatWasNotChangedIsRecheckedOnceItHasArrived() throws InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        create("lazy", PAUSED);
        // Of what has not arrived only the hole is what it is.
        assertThat(detection(engine.snapshot("lazy")).text()).isEqualTo("exact by epoch, 1 rechecked");
        awaitHydration("data");
        write("data", 3 * BLOCK, 100);
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(detection(taken).text()).isEqualTo("exact by epoch, 8 rechecked");
        assertThat(read(taken).blocksRead()).isEqualTo(9);
        requireRestores(taken, content);
    }

    @Test
    void whatIsRecheckedIsWhatItWasAtTheInstantThoughItIsOverwritten() throws InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        byte[] instant = content.clone();
        CountDownLatch gate = holdCopies();
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        for (int block = 0; block < 8; block++) {
            write("data", block * BLOCK + 5_000, 5_000);
        }
        gate.countDown();
        SnapshotRecord taken = engine.await(pending);
        assertThat(detection(taken).text()).isEqualTo("exact by epoch, 9 rechecked");
        requireRestores(taken, instant);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(readAsChanged(next)).isEqualTo(8);
        requireRestores(next, content);
    }

    @Test
    void changeThatWasNotNotedIsFoundAndTheSnapshotCompletedByAFullCompare() throws InterruptedException, IOException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        write("data", 2 * BLOCK, BLOCK);
        tamper(5);
        byte[] instant = content.clone();
        CountDownLatch gate = holdCopies();
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        write("data", 6 * BLOCK, 5_000);
        gate.countDown();
        SnapshotRecord taken = engine.await(pending);
        assertThat(detection(taken))
                .isEqualTo(ChangeDetection.full("epoch called block 5 unchanged, and it has another content"));
        assertThat(taken.origin().parentSnapshotId()).isEqualTo(first.snapshotId());
        requireRestores(taken, instant);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isTrue();
        requireRestores(next, content);
    }

    @Test
    void holeThatWasFilledWithoutANoteIsFoundToo() throws InterruptedException, IOException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        tamper(1);
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(detection(taken).reason()).contains("block 1 ");
        requireRestores(taken, content);
    }

    @Test
    void snapshotWhoseInstantLacksWhatWasCalledUnchangedEndsInAnErrorAndTheNextOneComparesEverything()
            throws InterruptedException, IOException {
        engine.recheck = new RecheckSettings(1000, 1);
        restart();
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        SnapshotRecord before = engine.snapshot("data");
        tamper(0, 1, 2, 3, 4, 5, 6, 7);
        CountDownLatch gate = holdCopies();
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        for (int block = 2; block < 8; block++) {
            write("data", block * BLOCK, 100);
        }
        gate.countDown();
        SnapshotRecord failed = engine.await(pending);
        assertThat(failed.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(failed.stateMessage())
                .contains("epoch called block")
                .contains("the next snapshot compares everything");
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isFalse();
        assertThat(next.origin().parentSnapshotId()).isEqualTo(before.snapshotId());
        assertThat(next.origin().changeDetection()).contains("epoch called block");
        requireRestores(next, content);
        assertThat(isExact(engine.snapshot("data"))).isTrue();
        assertThat(engine.snapshots.contradictions())
                .extracting(ContradictionRecord::volumeId, ContradictionRecord::snapshotId)
                .containsExactly(tuple(failed.volumeId(), failed.snapshotId()));
        volumes.delete("data");
        assertThat(engine.snapshots.contradictions()).isEmpty();
    }

    @Test
    void volumeWhoseChangesAreGivenUpIsComparedAsAWholeOnce() throws InterruptedException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        SnapshotRecord before = engine.snapshot("data");
        engine.snapshots.untrack("data");
        restart();
        SnapshotRecord taken = engine.snapshot("data");
        assertThat(isExact(taken)).isFalse();
        assertThat(taken.origin().parentSnapshotId()).isEqualTo(before.snapshotId());
        engine.snapshots.untrack(taken.volumeId());
        assertThat(engine.snapshot("data").origin().changeDetection()).contains("ebsnap volume untrack");
        assertThat(isExact(engine.snapshot("data"))).isTrue();
    }

    @Test
    void changesThatWereFoundWrongAreNotBelievedByTheNextDaemonEither() throws InterruptedException, IOException {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        tamper(5);
        CountDownLatch there = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals("snapshot.after-copy")) {
                there.countDown();
                forever();
            }
        });
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        await(there);
        write("data", 6 * BLOCK, 100);
        die();
        assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.ERROR);
        try (DataPlane plane = volumes.use("data", true, "test")) {
            assertThat(plane.extents(0, BLOCK, 1).getFirst().changed()).isTrue();
        }
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isFalse();
        requireRestores(next, content);
    }

    /** The volume knows a moment later than its record. */
    private static void awaitComplete(DirectUse direct) throws InterruptedException {
        for (int i = 0; i < 3000 && direct.obstacle().equals(Optional.of("its content is still arriving")); i++) {
            Thread.sleep(10);
        }
    }

    /** What the kernel does when it is at the target itself. */
    private void writePast(DirectTarget target, int offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(offset).nextBytes(bytes);
        try (FileChannel file = FileChannel.open(target.path(), StandardOpenOption.WRITE)) {
            assertThat(file.write(ByteBuffer.wrap(bytes), offset)).isEqualTo(length);
        }
        System.arraycopy(bytes, 0, content, offset, length);
    }

    @Test
    void whatTheKernelWroteToTheTargetItselfIsInTheNextSnapshotWhichComparesEverything() throws Exception {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        SnapshotRecord before = engine.snapshot("data");
        try (DataPlane device = volumes.use("data", false, "its device")) {
            DirectUse direct = device.direct().orElseThrow();
            awaitComplete(direct);
            List<String> asked = new ArrayList<>();
            DirectTarget target = direct.begin(() -> {
                asked.add("to come back");
                direct.ended();
            });
            writePast(target, 5 * BLOCK + 100, 3 * BLOCK);
            SnapshotRecord taken = engine.snapshot("data");
            assertThat(asked).hasSize(1);
            assertThat(isExact(taken)).isFalse();
            assertThat(taken.origin().changeDetection()).contains("at native speed");
            assertThat(taken.origin().parentSnapshotId()).isEqualTo(before.snapshotId());
            requireRestores(taken, content);
            write("data", 0, 100);
            SnapshotRecord next = engine.snapshot("data");
            assertThat(isExact(next)).isTrue();
            assertThat(readAsChanged(next)).isEqualTo(1);
            requireRestores(next, content);
        }
    }

    @Test
    void whoSawASnapshotCompletedIsNotRefusedForItsInstant() throws Exception {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        CountDownLatch gate = holdAt("snapshot.after-commit");
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
        SnapshotId id = new SnapshotId(pending.snapshotId());
        while (engine.snapshots.find(id).orElseThrow().state() == SnapshotState.PENDING) {
            Thread.sleep(5);
        }
        CompletableFuture<ManagedVolume> deleted = new CompletableFuture<>();
        Thread deleting = Thread.ofPlatform().start(() -> {
            try {
                deleted.complete(volumes.delete("data"));
            } catch (RuntimeException e) {
                deleted.completeExceptionally(e);
            }
        });
        while (deleting.isAlive() && deleting.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(5);
        }
        gate.countDown();
        assertThat(deleted.get().record().name()).isEqualTo("data");
    }

    @Test
    void theKernelStaysAwayFromATargetThatOthersNeed() throws Exception {
        create("data", PAUSED);
        try (DataPlane device = volumes.use("data", false, "its device")) {
            DirectUse direct = device.direct().orElseThrow();
            assertThat(direct.obstacle()).hasValue("its content is still arriving");
            assertThatThrownBy(() -> direct.begin(() -> {})).isInstanceOf(Failure.Conflict.class);
            ManagedVolume unused = volumes.adjust("data", HydrationSettings.UNLIMITED);
            awaitHydration("data");
            awaitComplete(direct);
            try (DataPlane other = volumes.use("data", true, "an export")) {
                assertThat(other.name()).isEqualTo(device.name());
                assertThat(direct.obstacle()).hasValue("it is also used by others");
            }
            assertThat(direct.obstacle()).isEmpty();
            CountDownLatch gate = holdCopies();
            SnapshotRecord pending =
                    engine.snapshots.create(SnapshotOrder.of("data")).getFirst();
            assertThat(direct.obstacle()).hasValue(pending.snapshotId() + " of it is being taken");
            assertThatThrownBy(() -> direct.begin(() -> {})).isInstanceOf(Failure.Conflict.class);
            gate.countDown();
            assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.COMPLETED);
            DirectTarget target = direct.begin(direct::ended);
            assertThat(target.path()).hasFileName("data");
            assertThatThrownBy(() -> direct.begin(direct::ended)).isInstanceOf(Failure.Conflict.class);
        }
    }

    @Test
    void theNextDaemonKnowsThatTheKernelIsAtTheTarget() throws Exception {
        create("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        SnapshotRecord before = engine.snapshot("data");
        assertThat(isExact(before)).isTrue();
        DirectUse first = volumes.use("data", false, "its device").direct().orElseThrow();
        awaitComplete(first);
        DirectTarget target = first.begin(first::ended);
        for (boolean killed : new boolean[] {true, false}) {
            if (killed) {
                die();
            } else {
                restart();
            }
            writePast(target, 6 * BLOCK + 7, 100);
            try (DataPlane device = volumes.useAgain("data", false, "its device")) {
                DirectUse direct = device.direct().orElseThrow();
                assertThat(direct.obstacle()).isPresent();
                direct.goOn(direct::ended);
                writePast(target, 3 * BLOCK, 2 * BLOCK);
                SnapshotRecord taken = engine.snapshot("data");
                assertThat(taken.origin().changeDetection()).contains("at native speed");
                requireRestores(taken, content);
                DirectTarget again = direct.begin(direct::ended);
                assertThat(again).isEqualTo(target);
            }
        }
        die();
        writePast(target, 100, 100);
        SnapshotRecord alone = engine.snapshot("data");
        assertThat(isExact(alone)).as("its device is gone").isFalse();
        requireRestores(alone, content);
    }
}
