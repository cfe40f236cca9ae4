package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.device.FakeLvm;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationProgress.Phase;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.ThinZone;
import io.ebsnap.volume.VolumeChange;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.ZeroMode;
import io.ebsnap.volume.Zone;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managed volumes whose targets are logical volumes in a thin pool. */
final class ThinZoneIT {

    private static final int SIZE = 5 * 524_288 + 12_288;
    private static final long EXTENT = 4L << 20;
    private static final ReadyContent NONE = (snapshot, zone, target, encrypted) ->
            ReadyContent.Placed.plain(new VolumeRestoreMode(false, "lazy: no image"));

    private final Linux linux = JnrLinux.load();
    private final EngineFixture engine = new EngineFixture(17);
    private final byte[] content = content();
    private final SnapshotRecord snapshot = snapshot();

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private FakeLvm lvm;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private CatalogManagedVolumes volumes;

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

    @BeforeEach
    void begin() {
        lvm = new FakeLvm(directory);
        start(true, NONE);
    }

    /** Another daemon over the same catalog and pool. */
    private void start(boolean inPool, ReadyContent ready) {
        if (volumes != null) {
            volumes.close();
        }
        ThinZone thin = new ThinZone(lvm.volumes(), inPool ? Optional.of(FakeLvm.POOL) : Optional.empty());
        volumes = new CatalogManagedVolumes(
                new VolumeParts(
                        engine.catalog,
                        engine.machine,
                        linux,
                        engine.chunks.reader(),
                        engine.pages,
                        engine.mapsInUse,
                        engine.keyring,
                        ready,
                        engine.encryption(false),
                        new BootScope(directory.resolve("unflushed"), "this boot"),
                        new BlockBuffers(4),
                        CopyRoom.of(1 << 20),
                        engine.recheck,
                        engine.rules,
                        engine.clock,
                        engine.random,
                        CrashPoints.NONE),
                VolumeZones.only(new Zone("a", directory.resolve("volumes"), Optional.of(thin))),
                new HydrationEngine(new HydrationParts(
                        System::nanoTime,
                        HydrationParts.Pause.PARKING,
                        2,
                        () -> {},
                        1,
                        new FirstTouches(engine.catalog))));
        volumes.start();
    }

    @AfterEach
    void end() {
        volumes.close();
        engine.close();
    }

    private static ManagedVolumeOrder empty(long sizeBytes) {
        return new ManagedVolumeOrder(
                Optional.empty(), sizeBytes, "data", List.of(), "", Optional.empty(), HydrationSettings.UNLIMITED);
    }

    private ManagedVolumeOrder ofSnapshot(long sizeBytes) {
        return new ManagedVolumeOrder(
                Optional.of(new SnapshotId(snapshot.snapshotId())),
                sizeBytes,
                "data",
                List.of(),
                "",
                Optional.empty(),
                HydrationSettings.UNLIMITED);
    }

    private static byte[] read(DataPlane plane, long offset, int length) {
        ByteBuffer target = ByteBuffer.allocateDirect(length);
        plane.read(offset, target);
        byte[] bytes = new byte[length];
        target.flip().get(bytes);
        return bytes;
    }

    private static void write(DataPlane plane, long offset, byte[] bytes) {
        plane.write(offset, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), Fua.NO);
    }

    private static byte[] sevens(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private void awaitHydration() throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            if (volumes.find("data").hydration().phase() == Phase.COMPLETED) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(volumes.find("data").hydration().toString());
    }

    @Test
    void emptyVolumeIsALogicalVolumeOfItsNameAndKeepsWhatIsWritten() {
        ManagedVolume made = volumes.create(empty(EXTENT + 512));
        String name = "ebsnap-" + made.record().volumeId();
        Path target = lvm.devices().resolve("vg").resolve(name);
        assertThat(made.record().target().path()).isEqualTo(target.toString());
        assertThat(made.record().target().own()).isTrue();
        assertThat(made.record().target().startsAsZeros()).isTrue();
        assertThat(lvm.names()).containsExactly(name);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            assertThat(plane.sizeBytes()).isEqualTo(EXTENT + 512);
            assertThat(read(plane, 0, 4096)).containsOnly(0);
            write(plane, EXTENT, sevens(512));
        }
        lvm.boot();
        start(true, NONE);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            assertThat(read(plane, EXTENT, 512)).containsOnly(7);
        }
        volumes.delete("data");
        assertThat(lvm.names()).isEmpty();
        assertThat(directory.resolve("volumes")).isEmptyDirectory();
    }

    @Test
    void volumeOfASnapshotIsFilled() throws InterruptedException {
        volumes.create(ofSnapshot(0));
        awaitHydration();
        try (DataPlane plane = volumes.use("data", true, "test")) {
            assertThat(read(plane, 0, SIZE)).isEqualTo(content);
        }
    }

    @Test
    void volumeGrowsWithItsLogicalVolume() {
        volumes.create(empty(EXTENT));
        volumes.modify("data", VolumeChange.ofSize(3 * EXTENT + 512));
        try (DataPlane plane = volumes.use("data", false, "test")) {
            write(plane, 3 * EXTENT, sevens(512));
            assertThat(read(plane, EXTENT, 4096)).containsOnly(0);
        }
        start(true, NONE);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            assertThat(plane.sizeBytes()).isEqualTo(3 * EXTENT + 512);
            assertThat(read(plane, 3 * EXTENT, 512)).containsOnly(7);
        }
        assertThatThrownBy(() -> volumes.modify("data", VolumeChange.ofSize(EXTENT)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void zerosAreExactWhereverChunksEnd() {
        volumes.create(empty(EXTENT));
        byte[] expected = new byte[(int) EXTENT];
        Random random = new Random(11);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            for (int round = 0; round < 12; round++) {
                random.nextBytes(expected);
                write(plane, 0, expected);
                int from = random.nextInt(expected.length / 512) * 512;
                int length = Math.min(expected.length - from, (1 + random.nextInt(600)) * 512);
                assertThat(plane.writeZeroes(from, length, ZeroMode.ANY, Fua.NO))
                        .isTrue();
                Arrays.fill(expected, from, from + length, (byte) 0);
                assertThat(read(plane, 0, expected.length)).isEqualTo(expected);
            }
        }
    }

    @Test
    void fastVolumeOfASmallerImageIsMadeLonger() {
        start(true, (id, zone, target, encrypted) -> {
            lvm.volumes().create(FakeLvm.POOL, target, SIZE);
            return ReadyContent.Placed.plain(new VolumeRestoreMode(true, "thin"));
        });
        ManagedVolume made = volumes.create(ofSnapshot(5 * EXTENT));
        assertThat(made.hydration().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(lvm.volumes().sizeBytes(Path.of(made.record().target().path())))
                .contains(5 * EXTENT);
        try (DataPlane plane = volumes.use("data", true, "test")) {
            assertThat(read(plane, 5 * EXTENT - 512, 512)).containsOnly(0);
        }
    }

    private ManagedVolumeRecord crashed(ManagedVolumeState state) {
        String id = volumes.create(empty(EXTENT)).record().volumeId();
        volumes.close();
        return engine.catalog.update(CatalogKind.MANAGED_VOLUME, id, old -> old.in(state));
    }

    @Test
    void whatACrashLeftOfAVolumeIsRemovedAtTheNextStart() {
        for (ManagedVolumeState state : List.of(ManagedVolumeState.CREATING, ManagedVolumeState.DELETING)) {
            crashed(state);
            start(true, NONE);
            assertThat(lvm.names()).isEmpty();
            assertThat(volumes.list()).isEmpty();
        }
    }

    @Test
    void crashBeforeTheLogicalVolumeWasMadeOrAfterItWasRemovedLeavesNothing() {
        ManagedVolumeRecord record = crashed(ManagedVolumeState.DELETING);
        lvm.volumes().remove(Path.of(record.target().path()));
        start(true, NONE);
        assertThat(volumes.list()).isEmpty();
        assertThat(directory.resolve("volumes")).isEmptyDirectory();
    }

    @Test
    void whatNoRecordNamesIsKept() {
        lvm.volumes().create(FakeLvm.POOL, lvm.volumes().target(FakeLvm.POOL, "vol-0123456789abcdef0"), EXTENT);
        start(true, NONE);
        assertThat(lvm.names()).containsExactly("ebsnap-vol-0123456789abcdef0");
    }

    @Test
    void poolThatIsAwayIsSaidAndTheRestGoesOn() {
        volumes.create(empty(EXTENT));
        try (DataPlane plane = volumes.use("data", false, "test")) {
            write(plane, 0, sevens(4096));
        }
        volumes.close();
        lvm.disk(false);
        start(true, NONE);
        assertThat(volumes.list()).hasSize(1);
        assertThatThrownBy(() -> volumes.use("data", false, "test"))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("\"vg\" not found");
        assertThatThrownBy(() -> volumes.create(new ManagedVolumeOrder(
                        Optional.empty(),
                        EXTENT,
                        "more",
                        List.of(),
                        "",
                        Optional.empty(),
                        HydrationSettings.UNLIMITED)))
                .isInstanceOf(Failure.Unavailable.class);
        assertThat(volumes.list()).hasSize(1);
        lvm.disk(true);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            assertThat(read(plane, 0, 4096)).containsOnly(7);
        }
    }

    @Test
    void fullPoolRefusesVolumesAndLeavesNothing() {
        lvm.pool(100, 10, true);
        assertThatThrownBy(() -> volumes.create(ofSnapshot(0))).isInstanceOf(Failure.Exhausted.class);
        assertThat(volumes.list()).isEmpty();
        assertThat(lvm.names()).isEmpty();
        assertThat(directory.resolve("volumes")).isEmptyDirectory();
    }

    @Test
    void poolThatNoLongerZeroesOpensNoVolume() {
        volumes.create(empty(EXTENT));
        lvm.pool(10, 10, false);
        start(true, NONE);
        assertThatThrownBy(() -> volumes.use("data", false, "test")).hasMessageContaining("--zero y");
        lvm.pool(10, 10, true);
        volumes.use("data", false, "test").close();
    }

    @Test
    void volumesStayWhereTheyAreWhenNewOnesAreMadeElsewhere() {
        volumes.create(empty(EXTENT));
        start(false, NONE);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            write(plane, 0, sevens(4096));
        }
        ManagedVolume file = volumes.create(new ManagedVolumeOrder(
                Optional.empty(), EXTENT, "file", List.of(), "", Optional.empty(), HydrationSettings.UNLIMITED));
        assertThat(Path.of(file.record().target().path())).isRegularFile().hasFileName("data");
        volumes.modify("data", VolumeChange.ofSize(2 * EXTENT));
        volumes.delete("data");
        assertThat(lvm.names()).isEmpty();
        start(true, NONE);
        try (DataPlane plane = volumes.use("file", false, "test")) {
            write(plane, 0, sevens(4096));
        }
        volumes.delete("file");
        assertThat(Files.exists(Path.of(file.record().target().path()))).isFalse();
    }

    @Test
    void logicalVolumeThatIsNotOursIsNotRemovedWithAVolume() {
        String id = volumes.create(empty(EXTENT)).record().volumeId();
        volumes.close();
        lvm.untag("ebsnap-" + id);
        start(true, NONE);
        assertThatThrownBy(() -> volumes.delete("data"))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("lacks the tags");
        assertThat(lvm.names()).containsExactly("ebsnap-" + id);
    }
}
