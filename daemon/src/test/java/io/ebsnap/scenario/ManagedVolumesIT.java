package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ClientToken;
import io.ebsnap.catalog.FirstTouchRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumePerformance;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.BootSetProgress;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationProgress.Phase;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.VolumeChange;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.Zone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes made from snapshots, on real files: used at once, filled in the background, kept over restarts. */
class ManagedVolumesIT {

    private static final int SIZE = 5 * 524_288 + 12_288;
    private static final HydrationSettings PAUSED = new HydrationSettings(0, true);

    private final Linux linux = JnrLinux.load();
    final EngineFixture engine = new EngineFixture(17);
    private final byte[] content = content();
    private final SnapshotRecord snapshot = snapshot();

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by start(), which each test begins with
    CatalogManagedVolumes volumes;

    /** Whether targets are encrypted. */
    boolean encrypted() {
        return false;
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

    private String boot = "this boot";
    private long copyBytesMax = 1 << 20;

    /** Of the daemons to come. */
    CrashPoints crashPoints = CrashPoints.NONE;

    CatalogManagedVolumes start() {
        ChunkReader chunks = engine.chunks.reader();
        volumes = new CatalogManagedVolumes(
                new VolumeParts(
                        engine.catalog,
                        engine.machine,
                        linux,
                        chunks,
                        engine.pages,
                        engine.mapsInUse,
                        engine.keyring,
                        (snapshotId, zone, target, wanted) ->
                                ReadyContent.Placed.plain(new VolumeRestoreMode(false, "lazy: not enabled")),
                        engine.encryption(encrypted()),
                        new BootScope(directory.resolve("unflushed"), boot),
                        new BlockBuffers(4),
                        CopyRoom.of(copyBytesMax),
                        engine.recheck,
                        engine.rules,
                        engine.clock,
                        engine.random,
                        point -> crashPoints.reached(point)),
                VolumeZones.only(new Zone("a", directory.resolve("volumes"))),
                new HydrationEngine(new HydrationParts(
                        System::nanoTime,
                        HydrationParts.Pause.PARKING,
                        2,
                        () -> {},
                        1,
                        new FirstTouches(engine.catalog))));
        volumes.start();
        engine.managed.are(volumes);
        return volumes;
    }

    @AfterEach
    void stop() {
        if (volumes != null) {
            volumes.close();
        }
        engine.close();
    }

    private ManagedVolumeOrder order(String name, HydrationSettings settings) {
        return new ManagedVolumeOrder(
                Optional.of(new SnapshotId(snapshot.snapshotId())), 0, name, List.of(), "", Optional.empty(), settings);
    }

    private static byte[] read(DataPlane plane, long offset, int length) {
        ByteBuffer target = ByteBuffer.allocateDirect(length);
        plane.read(offset, target);
        byte[] bytes = new byte[length];
        target.flip().get(bytes);
        return bytes;
    }

    private static void write(DataPlane plane, long offset, byte[] bytes) {
        plane.write(offset, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), Fua.YES);
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

    @Test
    void volumeIsUsedAtOnceAndItsFileHasAllOfItInTheEnd() throws IOException, InterruptedException {
        start();
        ManagedVolume volume = volumes.create(order("data", PAUSED));
        byte[] written = new byte[5000];
        new Random(6).nextBytes(written);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            assertThat(read(plane, 4096, 100_000)).isEqualTo(Arrays.copyOfRange(content, 4096, 104_096));
            write(plane, 2_000_001, written);
            assertThat(volumes.find("data").users()).containsExactly("test");
        }
        assertThat(volumes.find("data").hydration().phase()).isEqualTo(Phase.PAUSED);
        volumes.adjust("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        byte[] expected = content.clone();
        System.arraycopy(written, 0, expected, 2_000_001, written.length);
        assertOnTarget(Path.of(volume.record().target().path()), expected);
        assertThat(volumes.find("data").record().needsStore()).isFalse();
    }

    /** What lies there: the content of a volume that nobody changes. */
    void assertOnTarget(Path target, byte[] expected) throws IOException {
        assertThat(Files.readAllBytes(target)).isEqualTo(expected);
    }

    @Test
    void contentAndWritesSurviveARestartAndTheSnapshotsDeletion() throws InterruptedException {
        start();
        volumes.create(order("data", PAUSED));
        byte[] written = new byte[4096];
        Arrays.fill(written, (byte) 7);
        try (DataPlane plane = volumes.use("data", false, "test")) {
            write(plane, 8192, written);
        }
        engine.snapshots.delete(List.of(new SnapshotId(snapshot.snapshotId())));
        engine.collect();
        volumes.close();
        engine.restart();
        start();
        engine.collect();
        byte[] expected = content.clone();
        System.arraycopy(written, 0, expected, 8192, written.length);
        try (DataPlane plane = volumes.use("data", true, "test")) {
            assertThat(read(plane, 0, SIZE)).isEqualTo(expected);
        }
        volumes.adjust("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        engine.collect();
        assertThat(engine.packs(ChunkKind.DATA)).isEmpty();
        try (DataPlane plane = volumes.use("data", true, "test")) {
            assertThat(read(plane, 0, SIZE)).isEqualTo(expected);
            assertThatThrownBy(() -> write(plane, 0, written)).isInstanceOf(Failure.Denied.class);
        }
    }

    @Test
    void writesThatWereNotFlushedSurviveTheDaemonAndNotTheMachine() throws IOException {
        start();
        String id = volumes.create(order("data", PAUSED)).record().volumeId();
        byte[] written = new byte[4096];
        Arrays.fill(written, (byte) 7);
        write(volumes.use("data", false, "test"), 8192, written);
        start();
        try (DataPlane plane = volumes.useAgain("data", false, "test")) {
            assertThat(read(plane, 8192, 4096)).isEqualTo(written);
            write(plane, 16_384, written);
        }
        Files.delete(directory.resolve("unflushed").resolve(id + ".journal0"));
        Files.delete(directory.resolve("unflushed").resolve(id + ".journal1"));
        try (var left = Files.newDirectoryStream(directory.resolve("unflushed"))) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        Files.delete(directory.resolve("unflushed"));
        start();
        assertThatThrownBy(() -> volumes.useAgain("data", false, "test"))
                .isInstanceOf(Failure.NotFound.class)
                .hasMessageContaining("journal");
        try (DataPlane plane = volumes.use("data", false, "test")) {
            assertThat(read(plane, 8192, 4096)).isEqualTo(written);
        }
        boot = "another boot";
        start();
        try (DataPlane plane = volumes.useAgain("data", false, "test")) {
            assertThat(read(plane, 16_384, 4096)).isIn(written, Arrays.copyOfRange(content, 16_384, 20_480));
        }
        volumes.delete("data");
        assertThat(directory.resolve("unflushed")).isEmptyDirectory();
    }

    @Test
    void largerVolumeEndsInZerosAndGrows() {
        start();
        ManagedVolumeOrder order = new ManagedVolumeOrder(
                Optional.of(new SnapshotId(snapshot.snapshotId())),
                1L << 40,
                "",
                List.of(),
                "a",
                Optional.empty(),
                PAUSED);
        String id = volumes.create(order).record().volumeId();
        assertThat(volumes.modify(id, VolumeChange.ofSize(2L << 40)).record().sizeBytes())
                .isEqualTo(2L << 40);
        try (DataPlane plane = volumes.use(id, false, "test")) {
            assertThat(read(plane, SIZE - 10, 10)).isEqualTo(Arrays.copyOfRange(content, SIZE - 10, SIZE));
            assertThat(read(plane, SIZE, 1 << 20)).containsOnly(0);
            write(plane, (2L << 40) - 512, new byte[512]);
        }
        assertThatThrownBy(() -> volumes.modify(id, VolumeChange.ofSize(1L << 30)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void whatIsReadFirstIsKeptWithTheSnapshot() {
        start();
        for (int use = 1; use <= 2; use++) {
            String id = volumes.create(order("", PAUSED)).record().volumeId();
            try (DataPlane plane = volumes.use(id, false, "test")) {
                assertThat(read(plane, 4L * 524_288, 10)).hasSize(10);
                assertThat(read(plane, 0, 10)).hasSize(10);
            }
            volumes.delete(id);
            FirstTouchRecord touched = engine.catalog
                    .find(CatalogKind.FIRST_TOUCH, snapshot.snapshotId())
                    .orElseThrow();
            assertThat(touched.starts()).isEqualTo(use);
            assertThat(touched.blocks()).isEqualTo("CAc");
        }
        engine.snapshots.delete(List.of(new SnapshotId(snapshot.snapshotId())));
        assertThat(engine.catalog.find(CatalogKind.FIRST_TOUCH, snapshot.snapshotId()))
                .isEmpty();
    }

    @Test
    void bootSetIsNotedAndKeptOverARestart() throws InterruptedException {
        start();
        String first = volumes.create(order("", PAUSED)).record().volumeId();
        assertThat(volumes.find(first).hydration().bootSet()).isEmpty();
        try (DataPlane plane = volumes.use(first, false, "test")) {
            assertThat(read(plane, 4L * 524_288, 10)).hasSize(10);
            assertThat(read(plane, 0, 10)).hasSize(10);
        }
        volumes.delete(first);
        // Two blocks at once, and then one in half a second.
        volumes.create(order("data", new HydrationSettings(1 << 20, false)));
        BootSetProgress there = awaitBootSet("data");
        assertThat(there.bytesTotal()).isEqualTo(2 * 524_288).isEqualTo(there.bytesPresent());
        assertThat(volumes.adjust("data", PAUSED).hydration().phase()).isEqualTo(Phase.PAUSED);
        try (DataPlane plane = volumes.use("data", true, "test")) {
            assertThat(read(plane, 3L * 524_288, 10)).hasSize(10);
        }
        volumes.close();
        engine.restart();
        start();
        assertThat(volumes.find("data").hydration().bootSet()).contains(there);
        volumes.adjust("data", HydrationSettings.UNLIMITED);
        awaitHydration("data");
        assertThat(volumes.find("data").hydration().bootSet()).contains(there);
    }

    private BootSetProgress awaitBootSet(String volume) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            Optional<BootSetProgress> now = volumes.find(volume).hydration().bootSet();
            if (now.flatMap(BootSetProgress::time).isPresent()) {
                return now.get();
            }
            Thread.sleep(10);
        }
        throw new AssertionError(volumes.find(volume).hydration().toString());
    }

    @Test
    void hydratedVolumeTellsHowMuchContentItHadAlsoAfterARestart() throws InterruptedException {
        start();
        volumes.create(order("data", HydrationSettings.UNLIMITED));
        awaitHydration("data");
        volumes.close();
        engine.restart();
        start();
        HydrationProgress progress = volumes.find("data").hydration();
        assertThat(progress.bytesTotal()).isEqualTo(SIZE - 524_288).isEqualTo(progress.bytesPresent());
    }

    @Test
    void whatATargetHeldBeforeIsNowhereLeft() throws IOException, InterruptedException {
        start();
        Path target = directory.resolve("target");
        byte[] garbage = new byte[SIZE];
        new Random(8).nextBytes(garbage);
        Files.write(target, garbage);
        assertThat(engine.machine.add(target.toString(), SIZE)).isNotNull();
        volumes.create(new ManagedVolumeOrder(
                Optional.of(new SnapshotId(snapshot.snapshotId())),
                0,
                "data",
                List.of(),
                "",
                Optional.of(new ManagedVolumeOrder.NamedTarget(target.toString(), true)),
                HydrationSettings.UNLIMITED));
        awaitHydration("data");
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
        assertThat(volumes.find("data").hydration().bytesTotal()).isEqualTo(SIZE);
    }

    @Test
    void emptyVolumeIsZerosAndNeedsNoHydration() {
        start();
        ManagedVolumeOrder order = new ManagedVolumeOrder(
                Optional.empty(), 1 << 20, "", List.of(), "", Optional.empty(), HydrationSettings.UNLIMITED);
        ManagedVolume volume = volumes.create(order);
        assertThat(volume.hydration().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(volume.hydration().bytesTotal()).isZero();
        assertThat(volume.hydration().bootSet())
                .contains(new BootSetProgress(0, 0, Optional.of(volume.record().createTime())));
        try (DataPlane plane = volumes.use(volume.record().volumeId(), false, "test")) {
            assertThat(read(plane, 0, 1 << 20)).containsOnly(0);
        }
    }

    @Test
    void volumeInUseIsNotDeletedAndADeletedOneLeavesNothing() throws IOException {
        start();
        String id = volumes.create(order("", PAUSED)).record().volumeId();
        try (DataPlane plane = volumes.use(id, false, "the test")) {
            assertThat(plane.name()).isEqualTo(id);
            assertThatThrownBy(() -> volumes.delete(id))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("the test");
        }
        // As a daemon leaves it that is killed while it writes what was changed.
        Files.writeString(directory.resolve("volumes").resolve(id).resolve("changes.new"), "half of it");
        volumes.delete(id);
        assertThat(volumes.list()).isEmpty();
        try (var left = Files.list(directory.resolve("volumes"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatACrashLeftHalfMadeOrHalfRemovedIsRemoved() {
        start();
        String made = volumes.create(order("made", PAUSED)).record().volumeId();
        String doomed = volumes.create(order("doomed", PAUSED)).record().volumeId();
        volumes.close();
        setState(made, ManagedVolumeState.CREATING);
        setState(doomed, ManagedVolumeState.DELETING);
        start();
        assertThat(volumes.list()).isEmpty();
        assertThat(directory.resolve("volumes")).isEmptyDirectory();
    }

    private void setState(String volume, ManagedVolumeState state) {
        ManagedVolumeRecord changed =
                engine.catalog.update(CatalogKind.MANAGED_VOLUME, volume, record -> record.in(state));
        assertThat(changed.state()).isEqualTo(state);
    }

    private static ManagedVolumeOrder once(String name, String token, @Nullable String ownerId) {
        return new ManagedVolumeOrder(
                Optional.empty(),
                4096,
                name,
                List.of(),
                "",
                Optional.empty(),
                HydrationSettings.UNLIMITED,
                ownerId,
                ManagedVolumeOrder.Encryption.UNSAID,
                VolumePerformance.of("gp3", null, null),
                ClientToken.of("CreateVolume", token, name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void secondTryHasTheVolumeOfTheFirst() {
        start();
        String id = volumes.create(once("data", "t", null)).record().volumeId();
        assertThat(volumes.create(once("data", "t", null)).record().volumeId()).isEqualTo(id);
        assertThatThrownBy(() -> volumes.create(once("other", "t", null)))
                .isInstanceOfSatisfying(
                        Failure.Conflict.class,
                        e -> assertThat(e.parameterRefusal()).contains(ParameterRefusal.IDEMPOTENT_MISMATCH));
        volumes.close();
        start();
        assertThat(volumes.create(once("data", "t", null)).record().volumeId()).isEqualTo(id);
        assertThat(volumes.find("data").record().toldPerformance()).isEqualTo(VolumePerformance.of("gp3", null, null));
        assertThat(volumes.create(once("other", "t", "111122223333")).record().volumeId())
                .as("the token of another account")
                .isNotEqualTo(id);
        assertThat(volumes.create(once("more", "u", null)).record().volumeId()).isNotEqualTo(id);
        assertThat(volumes.list()).hasSize(3);
        volumes.delete("more");
        String anew = volumes.create(once("more", "u", null)).record().volumeId();
        assertThat(volumes.find("more").record().volumeId())
                .as("what was deleted is made anew")
                .isEqualTo(anew);
        engine.clock.advance(ClientToken.KEPT);
        assertThat(volumes.create(once("later", "t", null)).record().volumeId()).isNotEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"after-record,false", "after-target,false", "after-available,true"})
    void secondTryMakesNoSecondVolumeWhereverTheDaemonDied(String point, boolean made) {
        start();
        crashPoints = name -> {
            if (name.equals("volume-create." + point)) {
                throw new AssertionError("died");
            }
        };
        assertThatThrownBy(() -> volumes.create(once("data", "t", null))).hasMessage("died");
        crashPoints = CrashPoints.NONE;
        List<ManagedVolumeRecord> left;
        try (Stream<ManagedVolumeRecord> all = engine.catalog.list(CatalogKind.MANAGED_VOLUME)) {
            left = all.toList();
        }
        assertThat(left).hasSize(1);
        start();
        ManagedVolumeRecord record = volumes.create(once("data", "t", null)).record();
        assertThat(volumes.list()).hasSize(1);
        assertThat(record.volumeId().equals(left.getFirst().volumeId())).isEqualTo(made);
        assertThat(record.state()).isEqualTo(ManagedVolumeState.AVAILABLE);
    }

    @Test
    void ordersThatCannotBeMetAreRefused() {
        start();
        volumes.create(order("data", PAUSED));
        assertThatThrownBy(() -> volumes.create(order("data", PAUSED))).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> volumes.find("other")).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> volumes.create(new ManagedVolumeOrder(
                        Optional.of(new SnapshotId(snapshot.snapshotId())),
                        4096,
                        "",
                        List.of(),
                        "",
                        Optional.empty(),
                        PAUSED)))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> volumes.create(new ManagedVolumeOrder(
                        Optional.of(new SnapshotId("snap-00000000000000000")),
                        0,
                        "",
                        List.of(),
                        "",
                        Optional.empty(),
                        PAUSED)))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> volumes.create(
                        new ManagedVolumeOrder(Optional.empty(), 4096, "", List.of(), "b", Optional.empty(), PAUSED)))
                .isInstanceOf(Failure.NotFound.class);
    }
}
