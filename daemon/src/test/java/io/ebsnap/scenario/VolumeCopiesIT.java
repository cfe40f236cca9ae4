package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ClientToken;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumeCopy;
import io.ebsnap.catalog.VolumePerformance;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.VolumeCopies;
import io.ebsnap.tracking.ChangeDetection;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.EpochTracker;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationProgress.Phase;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.VolumeCopyOrder;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.Zone;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of managed volumes, on real files: of one instant, whole or not there whenever the daemon dies, and nothing left of what they were made of. */
final class VolumeCopiesIT {

    private static final int BLOCK = 524_288;
    private static final int SIZE = 6 * BLOCK + 12_288;

    private final Linux linux = JnrLinux.load();
    private final EngineFixture engine = new EngineFixture(31);
    private final byte[] content = new byte[SIZE];

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private CatalogManagedVolumes volumes;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private VolumeCopies copies;

    /** Until it is counted down, daemons that are started fill nothing. */
    private CountDownLatch filling = new CountDownLatch(0);

    VolumeCopiesIT() {
        engine.changeTrackers = List.of(new EpochTracker());
        engine.begin();
    }

    @BeforeEach
    void makeSource() {
        start();
        volumes.create(new ManagedVolumeOrder(
                Optional.empty(), SIZE, "data", List.of(), "", Optional.empty(), HydrationSettings.UNLIMITED));
        write(0, SIZE);
    }

    private void start() {
        CountDownLatch mayFill = filling;
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
                        new BootScope(directory.resolve("unflushed"), "this boot"),
                        new BlockBuffers(4),
                        CopyRoom.of(1 << 20),
                        engine.recheck,
                        engine.rules,
                        engine.clock,
                        engine.random,
                        point -> engine.crashPoints.get().reached(point)),
                VolumeZones.only(new Zone("a", directory.resolve("volumes"))),
                new HydrationEngine(new HydrationParts(
                        System::nanoTime,
                        HydrationParts.Pause.PARKING,
                        2,
                        () -> await(mayFill),
                        1,
                        new FirstTouches(engine.catalog))));
        engine.managed.are(volumes);
        volumes.start();
        copies = engine.snapshots.volumeCopies(volumes.copies());
        engine.snapshots.start();
        copies.start();
    }

    /** The daemon is killed, and another one started: nobody closes anything. */
    private void die() {
        engine.crashPoints.set(CrashPoints.NONE);
        engine.begin();
        start();
    }

    @AfterEach
    void stop() {
        engine.close();
        volumes.close();
    }

    private void write(int offset, int length) {
        byte[] bytes = new byte[length];
        new Random(offset + 7L * length).nextBytes(bytes);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            plane.write(offset, ByteBuffer.allocateDirect(length).put(bytes).flip(), Fua.NO);
        }
        System.arraycopy(bytes, 0, content, offset, length);
    }

    private byte[] contentOf(String volume) {
        byte[] bytes = new byte[SIZE];
        ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
        try (DataPlane plane = volumes.use(volume, true, "test")) {
            plane.read(0, buffer);
        }
        buffer.flip().get(bytes);
        return bytes;
    }

    private static VolumeCopyOrder order(String name) {
        return order(name, null);
    }

    private static VolumeCopyOrder order(String name, @Nullable ClientToken token) {
        return new VolumeCopyOrder(
                "data", 0, name, List.of(new Tag("k", "v")), null, Optional.empty(), VolumePerformance.DEFAULT, token);
    }

    private static ClientToken token(String request) {
        return ClientToken.of("CopyVolumes", "t", request.getBytes(StandardCharsets.UTF_8));
    }

    private ManagedVolumeRecord record(String volume) {
        return volumes.find(volume).record();
    }

    /** Rounds until nothing is left to be done. */
    private void settle() throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            copies.round();
            if (hidden().isEmpty()) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError(hidden().toString());
    }

    private List<SnapshotRecord> hidden() {
        try (Stream<SnapshotRecord> all = engine.catalog.list(CatalogKind.SNAPSHOT)) {
            return all.filter(record -> record.origin().copyVolumeId() != null).toList();
        }
    }

    private void awaitHydration(String volume) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            if (volumes.find(volume).hydration().phase() == Phase.COMPLETED) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError(volumes.find(volume).hydration().toString());
    }

    private void requireRestores(SnapshotRecord snapshot) {
        MemoryDevice restored = engine.restored(snapshot);
        ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE);
        for (int from = 0; from < SIZE; from += BLOCK) {
            restored.read(from, bytes.slice(from, Math.min(BLOCK, SIZE - from)));
        }
        assertThat(bytes.mismatch(ByteBuffer.wrap(content))).isEqualTo(-1);
    }

    private static long readAsChanged(SnapshotRecord snapshot) {
        return Objects.requireNonNull(snapshot.content()).blocksRead()
                - ChangeDetection.parse(snapshot.origin().changeDetection()).rechecked();
    }

    private static boolean isExact(SnapshotRecord snapshot) {
        ChangeDetection detection = ChangeDetection.parse(snapshot.origin().changeDetection());
        return detection.way() == ChangeDetection.Way.EXACT;
    }

    /** Holds up whatever comes to a point, until the answer is counted down. */
    private CountDownLatch hold(String point) {
        CountDownLatch gate = new CountDownLatch(1);
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                await(gate);
            }
        });
        return gate;
    }

    @Test
    void aSecondCopyWaitsForItsTurnAndIsOfAnInstantOfItsOwn() throws Exception {
        CountDownLatch gate = hold("snapshot.before-copy");
        copies.copy(order("copy"));
        byte[] first = content.clone();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ManagedVolumeRecord> second = clients.submit(() -> copies.copy(order("second")));
            write(BLOCK, 2 * BLOCK);
            copies.round();
            gate.countDown();
            assertThat(second.get().state()).isEqualTo(ManagedVolumeState.CREATING);
        }
        settle();
        assertThat(contentOf("copy")).isEqualTo(first);
        assertThat(contentOf("second")).isEqualTo(content);
    }

    @Test
    void copyIsOfOneInstantWhateverIsWrittenMeanwhile() throws InterruptedException {
        CountDownLatch gate = hold("snapshot.before-copy");
        ManagedVolumeRecord begun = copies.copy(order("copy"));
        byte[] instant = content.clone();
        assertThat(begun.state()).isEqualTo(ManagedVolumeState.CREATING);
        write(BLOCK, 2 * BLOCK);
        copies.round();
        assertThat(record("copy").state()).isEqualTo(ManagedVolumeState.CREATING);
        assertThatThrownBy(() -> volumes.use("copy", false, "test")).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> engine.snapshots.create(SnapshotOrder.of("data")))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("is being copied, as " + begun.volumeId());
        assertThatThrownBy(() -> volumes.delete("data"))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessage(record("data").volumeId() + " is being copied, as " + begun.volumeId());
        gate.countDown();
        settle();
        assertThat(record("copy").state()).isEqualTo(ManagedVolumeState.AVAILABLE);
        assertThat(record("copy").tags()).containsExactly(new Tag("k", "v"));
        assertThat(Objects.requireNonNull(record("copy").copy()).sourceVolumeId())
                .isEqualTo(record("data").volumeId());
        assertThat(contentOf("copy")).isEqualTo(instant);
        assertThat(contentOf("data")).isEqualTo(content);
    }

    @Test
    void nothingIsSeenOrLeftOfWhatItWasMadeOfAndACollectionTakesNothing() throws InterruptedException {
        CountDownLatch gate = hold("snapshot.before-copy");
        ManagedVolumeRecord begun = copies.copy(order("copy"));
        SnapshotRecord inner = hidden().getFirst();
        assertThat(engine.snapshots.list()).isEmpty();
        assertThat(engine.snapshots.find(new SnapshotId(inner.snapshotId()))).isEmpty();
        assertThat(engine.snapshots
                        .delete(List.of(new SnapshotId(inner.snapshotId())))
                        .getFirst()
                        .message())
                .contains("there is no");
        gate.countDown();
        settle();
        volumes.adjust("copy", new HydrationSettings(0, true));
        assertThat(engine.catalog.find(CatalogKind.SNAPSHOT, inner.snapshotId()))
                .isEmpty();
        volumes.delete("data");
        engine.collect();
        assertThat(contentOf("copy")).isEqualTo(content);
        volumes.adjust("copy", HydrationSettings.UNLIMITED);
        awaitHydration("copy");
        engine.collect();
        die();
        assertThat(record("copy").volumeId()).isEqualTo(begun.volumeId());
        assertThat(contentOf("copy")).isEqualTo(content);
    }

    @Test
    void nextSnapshotOfTheSourceReadsWhatWasChangedSinceItsLastOne() throws InterruptedException {
        SnapshotRecord first = engine.snapshot("data");
        write(BLOCK, 4096);
        copies.copy(order("copy"));
        settle();
        write(3 * BLOCK, 4096);
        SnapshotRecord next = engine.snapshot("data");
        assertThat(isExact(next)).isTrue();
        assertThat(next.origin().parentSnapshotId()).isEqualTo(first.snapshotId());
        assertThat(readAsChanged(next)).isEqualTo(2);
        requireRestores(next);
        copies.copy(order("second"));
        settle();
        die();
        write(5 * BLOCK, 512);
        assertThat(isExact(engine.snapshot("data"))).isTrue();
    }

    @Test
    void copyMayBeLargerNotSmaller() throws InterruptedException {
        assertThatThrownBy(() -> copies.copy(new VolumeCopyOrder(
                        "data",
                        SIZE - 512,
                        "less",
                        List.of(),
                        null,
                        Optional.empty(),
                        VolumePerformance.DEFAULT,
                        null)))
                .isInstanceOf(Failure.Invalid.class);
        copies.copy(new VolumeCopyOrder(
                "data", SIZE + BLOCK, "more", List.of(), null, Optional.empty(), VolumePerformance.DEFAULT, null));
        assertThatThrownBy(() -> copies.copy(order("more"))).isInstanceOf(Failure.Conflict.class);
        settle();
        assertThat(record("more").sizeBytes()).isEqualTo(SIZE + BLOCK);
        assertThat(contentOf("more")).isEqualTo(content);
        assertThat(volumes.list()).hasSize(2);
    }

    @Test
    void copyThatCannotBeMadeSaysWhyUntilItIsDeleted() throws InterruptedException {
        CountDownLatch gate = hold("snapshot.before-copy");
        copies.copy(order("copy"));
        write(0, 5 * BLOCK);
        gate.countDown();
        settle();
        assertThat(volumes.find("copy").trouble()).contains("full");
        die();
        settle();
        assertThat(volumes.find("copy").trouble()).contains("full");
        volumes.delete("copy");
        assertThat(volumes.list()).hasSize(1);
        assertThat(contentOf("data")).isEqualTo(content);
    }

    @Test
    void copyThatIsDeletedWhileItIsMadeIsGoneWithAllOfIt() throws InterruptedException {
        CountDownLatch gate = hold("snapshot.before-copy");
        copies.copy(order("copy"));
        volumes.delete("copy");
        copies.round();
        gate.countDown();
        settle();
        assertThat(volumes.list()).hasSize(1);
        assertThat(engine.snapshot("data").state()).isEqualTo(SnapshotState.COMPLETED);
    }

    @Test
    void orderThatIsRefusedLeavesNothing() throws InterruptedException {
        CountDownLatch gate = hold("snapshot.before-copy");
        copies.copy(order("copy"));
        assertThatThrownBy(() -> copies.copy(order("second"))).isInstanceOf(Failure.Conflict.class);
        assertThat(volumes.list()).hasSize(2);
        gate.countDown();
        settle();
        assertThat(contentOf("copy")).isEqualTo(content);
    }

    /** Whoever comes to the point dies, and with it the daemon. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "volume-copy.after-record",
                "snapshot.after-instant",
                "snapshot.after-pending",
                "volume-copy.after-pending",
                "snapshot.before-copy",
                "snapshot.after-copy",
                "snapshot.after-commit",
                "volume-copy.before-target",
                "volume-create.after-target",
                "volume-create.after-available",
                "volume-copy.before-removal",
                "volume-copy.after-removal"
            })
    void copyIsThereAndRightOrNotThereWhereverTheDaemonDies(String point) throws InterruptedException {
        // Who is dead fills no volume.
        filling = new CountDownLatch(1);
        die();
        CountDownLatch dead = new CountDownLatch(1);
        Set<Thread> still = ConcurrentHashMap.newKeySet();
        engine.crashPoints.set(name -> {
            if (name.equals(point) || dead.getCount() == 0) {
                still.add(Thread.currentThread());
                dead.countDown();
                forever();
            }
        });
        byte[] instant = content.clone();
        Thread doomed = Thread.ofPlatform().daemon().start(() -> copyUntil(dead));
        dead.await();
        awaitStill(doomed, still);
        filling = new CountDownLatch(0);
        die();
        write(2 * BLOCK, BLOCK);
        settle();
        assertThat(hidden()).isEmpty();
        Optional<ManagedVolumeRecord> copy = volumes.list().stream()
                .map(volume -> volume.record())
                .filter(record -> record.name().equals("copy"))
                .findFirst();
        boolean kept =
                !List.of("volume-copy.after-record", "snapshot.after-instant").contains(point);
        assertThat(copy.isPresent()).isEqualTo(kept);
        if (kept) {
            assertThat(copy.get().state()).isEqualTo(ManagedVolumeState.AVAILABLE);
            assertThat(copy.map(ManagedVolumeRecord::copy).map(VolumeCopy::message))
                    .contains("");
            assertThat(contentOf("copy")).isEqualTo(instant);
        }
        assertThat(contentOf("data")).isEqualTo(content);
        ManagedVolumeRecord tried = copies.copy(order("copy", token("copy")));
        copy.ifPresent(first ->
                assertThat(tried.volumeId()).as("the copy of the first try").isEqualTo(first.volumeId()));
        copies.copy(order("again"));
        settle();
        assertThat(contentOf("copy")).isEqualTo(kept ? instant : content);
        assertThat(contentOf("again")).isEqualTo(content);
        assertThat(engine.verify().damaged()).isFalse();
    }

    @Test
    void secondTryHasTheCopyOfTheFirstAndAnotherOrderIsRefused() throws InterruptedException {
        CountDownLatch gate = hold("snapshot.before-copy");
        ManagedVolumeRecord begun = copies.copy(order("copy", token("copy")));
        assertThat(copies.copy(order("copy", token("copy"))))
                .as("while it is made")
                .isEqualTo(begun);
        assertThatThrownBy(() -> copies.copy(order("other", token("other"))))
                .isInstanceOfSatisfying(
                        Failure.Conflict.class,
                        e -> assertThat(e.parameterRefusal()).contains(ParameterRefusal.IDEMPOTENT_MISMATCH));
        gate.countDown();
        settle();
        assertThat(copies.copy(order("copy", token("copy")))).isEqualTo(record("copy"));
        assertThat(volumes.list()).hasSize(2);
        volumes.delete("copy");
        assertThat(copies.copy(order("copy", token("copy"))).volumeId())
                .as("what was deleted is copied anew")
                .isNotEqualTo(begun.volumeId());
    }

    private void copyUntil(CountDownLatch dead) {
        ManagedVolumeRecord unused = copies.copy(order("copy", token("copy")));
        while (dead.getCount() > 0) {
            copies.round();
        }
    }

    /** Nothing of the dead daemon goes on: neither who asks for the copy nor who reads the volume for it. */
    private void awaitStill(Thread doomed, Set<Thread> still) throws InterruptedException {
        while (doomed.isAlive() && !still.contains(doomed)) {
            Thread.sleep(5);
        }
        while (still.stream().noneMatch(thread -> !thread.equals(doomed)) && isCopying()) {
            Thread.sleep(5);
        }
    }

    private boolean isCopying() {
        return hidden().stream()
                .anyMatch(snapshot -> engine.snapshots
                        .progress(new SnapshotId(snapshot.snapshotId()))
                        .isPresent());
    }

    private static void forever() {
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
