package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.bin.Retention;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.device.BlockSource;
import io.ebsnap.device.InstantChooser;
import io.ebsnap.device.InstantSettings;
import io.ebsnap.device.LinuxDevices;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import io.ebsnap.restore.hydration.FirstTouches;
import io.ebsnap.restore.hydration.HydrationEngine;
import io.ebsnap.restore.hydration.HydrationParts;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.BootScope;
import io.ebsnap.volume.CatalogManagedVolumes;
import io.ebsnap.volume.CopyRoom;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.EpochTracker;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ReadyContent;
import io.ebsnap.volume.VolumeParts;
import io.ebsnap.volume.VolumeZones;
import io.ebsnap.volume.Zone;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A writer that goes round volumes of different kinds, and at each writes a number higher than the last one and flushes before it goes on. Whatever the
 * moment of a snapshot of all, no volume has a number whose predecessor another one lacks.
 */
@RequiresLoopDevices
final class OneInstantLoopIT {

    private static final long MIB = 1 << 20;
    private static final int ROUNDS = 12;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final EngineFixture engine = new EngineFixture(83);
    private final List<Written> written = new ArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private CatalogManagedVolumes volumes;

    /** Writes a number, durably. */
    @FunctionalInterface
    private interface Numbering {
        void write(long number) throws IOException;
    }

    /** Reads the number from a restored volume. */
    @FunctionalInterface
    private interface Reading {
        long of(Path restored) throws IOException;
    }

    /** A volume that numbers are written to, by name. */
    private record Written(String volume, Numbering numbering, Reading reading) {}

    @BeforeEach
    void start() throws IOException {
        Path directory = disks.directory();
        engine.devices = new LinuxDevices(disks.linux(), OneInstantLoopIT::noExports, Path.of("/proc"));
        engine.pointsInTime = InstantChooser.of(
                new InstantSettings(
                        Files.createDirectory(directory.resolve("instants")),
                        () -> List.of(directory),
                        Duration.ofMinutes(1),
                        15),
                new InstantChooser.Outside(
                        disks.linux(), OneInstantLoopIT::noExports, InstantSource.system(), System::nanoTime));
        engine.changeTrackers = List.of(new EpochTracker());
        engine.restart();
        volumes = new CatalogManagedVolumes(
                parts(directory),
                VolumeZones.only(new Zone("a", directory.resolve("volumes"))),
                new HydrationEngine(new HydrationParts(
                        System::nanoTime,
                        HydrationParts.Pause.PARKING,
                        1,
                        () -> {},
                        1,
                        new FirstTouches(engine.catalog))));
        engine.managed.are(volumes);
        volumes.start();
    }

    private VolumeParts parts(Path directory) {
        return new VolumeParts(
                engine.catalog,
                engine.devices,
                disks.linux(),
                engine.chunks.reader(),
                engine.pages,
                engine.mapsInUse,
                engine.keyring,
                (snapshotId, zone, target, wanted) ->
                        ReadyContent.Placed.plain(new VolumeRestoreMode(false, "lazy: not enabled")),
                engine.encryption(false),
                new BootScope(directory.resolve("unflushed"), "11111111-1111-1111-1111-111111111111"),
                new BlockBuffers(4),
                CopyRoom.of(64 * MIB),
                engine.recheck,
                Retention.NONE,
                engine.clock,
                engine.random,
                CrashPoints.NONE);
    }

    private static BlockSource noExports(URI uri) {
        throw new AssertionError("nobody asks for " + uri);
    }

    @AfterEach
    void stop() {
        ended.set(true);
        engine.close();
        volumes.close();
    }

    private void addManaged(String name) {
        volumes.create(new ManagedVolumeOrder(
                Optional.empty(), 4 * MIB, name, List.of(), "", Optional.empty(), HydrationSettings.UNLIMITED));
        DataPlane plane = volumes.use(name, false, "test");
        disks.afterwards(plane::close);
        written.add(new Written(
                name,
                number -> {
                    plane.write(MIB, page(number), Fua.NO);
                    plane.flush();
                },
                restored -> first(restored, MIB)));
    }

    private static ByteBuffer page(long number) {
        return ByteBuffer.allocateDirect(4096).putLong(0, number);
    }

    private static long first(Path file, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(8);
            channel.read(bytes, offset);
            return bytes.flip().getLong();
        }
    }

    /** A file of a mounted file system, whose device is the volume. */
    private void addFile(Path device) throws IOException {
        disks.format("ext4", device);
        Path file = disks.mount(device).resolve("number");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        disks.afterwards(channel::close);
        written.add(new Written(
                device.toString(),
                number -> {
                    channel.write(ByteBuffer.allocate(8).putLong(0, number), 0);
                    channel.force(true);
                },
                OneInstantLoopIT::numberInFileSystem));
    }

    private static long numberInFileSystem(Path restored) throws IOException {
        Path copy = restored.resolveSibling("number");
        Commands.run("e2fsck", "-fy", "-E", "journal_only", restored.toString());
        Commands.run("debugfs", "-R", "dump /number " + copy, restored.toString());
        long number = Files.size(copy) < 8 ? 0 : first(copy, 0);
        Files.delete(copy);
        return number;
    }

    /** A raw image that is written to past any file system: its writer cannot be held. */
    private void addImage(Path file) throws IOException {
        Files.write(file, new byte[(int) (2 * MIB)]);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        disks.afterwards(channel::close);
        // Programs that have a file open for writing are looked for, but this one is the daemon.
        Process other = new ProcessBuilder("/bin/sh", "-c", "exec sleep 600 3<>" + file).start();
        disks.afterwards(() -> other.destroyForcibly().waitFor());
        written.add(new Written(
                file.toString(),
                number -> {
                    channel.write(page(number), 8192);
                    channel.force(true);
                },
                restored -> first(restored, 8192)));
    }

    private Thread writer() {
        return Thread.ofPlatform().name("writer").start(() -> {
            try {
                for (long number = 1; !ended.get(); number++) {
                    for (Written one : written) {
                        one.numbering().write(number);
                    }
                }
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
    }

    private List<Long> numbers(List<SnapshotRecord> snapshots) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < snapshots.size(); i++) {
            SnapshotRecord snapshot = engine.await(snapshots.get(i));
            assertThat(snapshot.state()).as(snapshot.stateMessage()).isEqualTo(SnapshotState.COMPLETED);
            Path target = disks.image(snapshot.origin().sizeBytes());
            assertThat(engine.restore(snapshot, target.toString(), false).whole())
                    .isTrue();
            numbers.add(written.get(i).reading().of(target));
            Files.delete(target);
        }
        return numbers;
    }

    private void requireNoContradiction() throws IOException, InterruptedException {
        Thread writer = writer();
        List<String> names = written.stream().map(Written::volume).toList();
        long last = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<SnapshotRecord> snapshots = engine.snapshots.create(
                    new SnapshotOrder(names, "", List.of(), Optional.empty(), null, null, null));
            List<Long> numbers = numbers(snapshots);
            assertThat(numbers)
                    .as("round " + round + ": " + numbers)
                    .isSortedAccordingTo((left, right) -> Long.compare(right, left))
                    .allMatch(number -> number >= numbers.getFirst() - 1);
            assertThat(numbers.getFirst()).as("the writer goes on").isGreaterThan(last);
            last = numbers.getFirst();
            engine.snapshots.delete(snapshots.stream()
                    .map(one -> new SnapshotId(one.snapshotId()))
                    .toList());
        }
        ended.set(true);
        writer.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void ofAManagedVolumeAMountedDeviceAndAReflinkedOne() throws IOException, InterruptedException {
        Path shared = disks.fileSystem("xfs", 320 * MIB);
        Path image = Files.write(shared.resolve("image"), new byte[0]);
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 16 * MIB - 1);
        }
        addManaged("one");
        addFile(disks.loop(16 * MIB));
        addManaged("two");
        addFile(disks.attach(LoopOptions.of(image)));
        requireNoContradiction();
    }

    @Test
    void withAnImageWhoseWriterCannotBeHeld() throws IOException, InterruptedException {
        Path shared = disks.fileSystem("xfs", 320 * MIB);
        addManaged("one");
        addImage(shared.resolve("image"));
        addFile(disks.loop(16 * MIB));
        addManaged("two");
        requireNoContradiction();
    }
}
