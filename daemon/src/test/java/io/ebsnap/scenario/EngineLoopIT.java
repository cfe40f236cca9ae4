package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.device.BlockSource;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.InstantChooser;
import io.ebsnap.device.InstantSettings;
import io.ebsnap.device.LinuxDevices;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreResult;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
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
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine on real loop devices with real file systems, over the file store and the RocksDB index. */
@RequiresLoopDevices
class EngineLoopIT {

    private static final long MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final EngineFixture engine = new EngineFixture(1);
    private final Random random = new Random(5);

    @BeforeEach
    void start() throws IOException {
        Path directory = disks.directory();
        InstantSettings settings = new InstantSettings(
                Files.createDirectory(directory.resolve("instants")),
                () -> List.of(directory),
                Duration.ofMinutes(1),
                15);
        InstantChooser.Outside outside = new InstantChooser.Outside(
                disks.linux(), EngineLoopIT::noExports, InstantSource.system(), () -> engine.nanos.addAndGet(1_000));
        engine.devices = new LinuxDevices(disks.linux(), EngineLoopIT::noExports, Path.of("/proc"));
        engine.pointsInTime = InstantChooser.of(settings, outside);
        RocksIndex index = RocksIndex.open(
                directory.resolve("index"),
                directory.resolve("native"),
                StoreId.of(new byte[StoreId.BYTES]),
                InstantSource.system());
        disks.afterwards(index::close);
        engine.index = index;
        engine.view = index.catalogView();
        engine.on(FileObjectStore.open(directory.resolve("store"), new LocalFiles(), new SplittableRandom(1)));
        engine.restart();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void chainOfAFileSystemRestoresToTheByteAndToTheFile() throws IOException {
        Path device = disks.loop(64 * MIB);
        disks.format("ext4", device);
        List<byte[]> contents = new ArrayList<>();
        List<SnapshotRecord> chain = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            writeAt(device, 20 * MIB + i * 700_000L, 3_000_000);
            contents.add(Files.readAllBytes(device));
            chain.add(completed(engine.snapshot(device.toString())));
        }
        assertThat(chain.getLast().origin().consistency()).isIn("unused", "reflink");
        assertThat(content(chain.get(2)).blocksChanged()).isBetween(1L, 10L);
        for (int i = 0; i < 3; i++) {
            Path target = disks.loop(64 * MIB);
            assertThat(engine.restore(chain.get(i), target.toString(), false).whole())
                    .isTrue();
            assertThat(Files.readAllBytes(target)).isEqualTo(contents.get(i));
        }
    }

    @Test
    void mountedFileSystemIsTakenWholeAndMountsAgain() throws IOException {
        Path device = disks.loop(48 * MIB);
        disks.format("ext4", device);
        Path mounted = disks.mount(device);
        for (int i = 0; i < 20; i++) {
            Files.write(mounted.resolve("file-" + i), bytes(100_000 + i));
        }
        SnapshotRecord snapshot = completed(engine.snapshot(device.toString()));
        assertThat(snapshot.origin().consistency()).isIn("frozen", "reflink", "lvm-snapshot");
        Files.write(mounted.resolve("file-0"), bytes(10));

        Path target = disks.loop(48 * MIB);
        engine.restore(snapshot, target.toString(), false);
        Path again = disks.mount(target, "-o", "ro");
        try (Stream<Path> files = Files.list(again)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(20);
        }
        assertThat(Files.size(again.resolve("file-0"))).isEqualTo(100_000);
        for (int i = 1; i < 20; i++) {
            assertThat(again.resolve("file-" + i)).hasSameBinaryContentAs(mounted.resolve("file-" + i));
        }
    }

    @Test
    void sparseDeviceOfEightTebibytesCostsWhatItHolds() throws IOException {
        Path image = disks.image(8L << 40);
        writeAt(image, (8L << 40) - 4096, 4096);
        writeAt(image, 5 * MIB, 10_000);
        Path device = disks.attach(LoopOptions.of(image));
        SnapshotRecord snapshot = completed(engine.snapshot(device.toString()));
        assertThat(content(snapshot).blocksRead()).isLessThanOrEqualTo(4);

        Path target = disks.directory().resolve("restored.img");
        RestoreResult result = engine.restore(snapshot, target.toString(), false);
        assertThat(result.bytesWritten()).isLessThanOrEqualTo(4 * MIB);
        assertThat(Files.size(target)).isEqualTo(8L << 40);
        assertThat(read(target, (8L << 40) - 4096, 4096)).isEqualTo(read(image, (8L << 40) - 4096, 4096));
        assertThat(read(target, 5 * MIB, 10_000)).isEqualTo(read(image, 5 * MIB, 10_000));
    }

    @Test
    void imageWhoseSizeIsNoMultipleOfAnythingIsTakenWhole() throws IOException {
        Path image = disks.image(3 * MIB + 12_345);
        writeAt(image, 2 * MIB, (int) MIB + 12_345);
        SnapshotRecord snapshot = completed(engine.snapshot(image.toString()));
        Path target = disks.directory().resolve("odd.img");
        engine.restore(snapshot, target.toString(), false);
        assertThat(target).hasSameBinaryContentAs(image);
    }

    @Test
    void restoreIsInterruptedAndGoesOnWithoutWritingAgain() throws IOException {
        Path device = disks.loop(32 * MIB);
        writeAt(device, 0, (int) (32 * MIB));
        SnapshotRecord snapshot = completed(engine.snapshot(device.toString()));
        Path target = disks.loop(32 * MIB);
        engine.restore(snapshot, target.toString(), false);
        writeAt(target, 7 * MIB, 1000);
        RestoreResult again = engine.restore(snapshot, target.toString(), false);
        assertThat(again.bytesWritten()).isEqualTo(MIB / 2);
        assertThat(Files.readAllBytes(target)).isEqualTo(Files.readAllBytes(device));
    }

    @Test
    void mountedTargetAndTooSmallTargetAreRefused() throws IOException {
        Path device = disks.loop(32 * MIB);
        writeAt(device, 0, 1000);
        SnapshotRecord snapshot = completed(engine.snapshot(device.toString()));
        Path small = disks.loop(16 * MIB);
        assertThatThrownBy(() -> engine.restores.start(order(snapshot, small))).isInstanceOf(Failure.Invalid.class);
        Path busy = disks.loop(32 * MIB);
        disks.format("ext4", busy);
        disks.mount(busy);
        assertThatThrownBy(() -> engine.restores.start(order(snapshot, busy))).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void deviceThatShrinksWhileItIsReadEndsInErrorAndTheEngineGoesOn() throws IOException {
        Path image = disks.image(32 * MIB);
        writeAt(image, 0, (int) (32 * MIB));
        engine.crashPoints.set(name -> {
            if (name.equals("snapshot.after-pending")) {
                shrink(image, MIB);
            }
        });
        SnapshotOrder fuzzy = new SnapshotOrder(
                List.of(image.toString()), "", List.of(), Optional.of(ConsistencyMethod.FUZZY), null, null, null);
        SnapshotRecord failed = engine.await(engine.snapshots.create(fuzzy).getFirst());
        assertThat(failed.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(failed.stateMessage()).contains(image.toString());
        engine.crashPoints.set(name -> {});
        assertThat(completed(engine.snapshot(image.toString())).origin().sizeBytes())
                .isEqualTo(MIB);
    }

    private static void shrink(Path image, long bytes) {
        try (var channel = Files.newByteChannel(image, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void writeAt(Path file, long offset, int length) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes(length)), offset);
            channel.force(true);
        }
    }

    private static byte[] read(Path file, long offset, int length) throws IOException {
        try (var channel = FileChannel.open(file)) {
            ByteBuffer content = ByteBuffer.allocate(length);
            channel.read(content, offset);
            assertThat(content.hasRemaining()).isFalse();
            return content.array();
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static RestoreOrder order(SnapshotRecord snapshot, Path target) {
        return new RestoreOrder(new SnapshotId(snapshot.snapshotId()), target.toString(), true, false);
    }

    private static SnapshotRecord completed(SnapshotRecord record) {
        assertThat(record.state()).as(record.stateMessage()).isEqualTo(SnapshotState.COMPLETED);
        return record;
    }

    private static SnapshotContent content(SnapshotRecord record) {
        SnapshotContent content = record.content();
        if (content == null) {
            throw new AssertionError(record.stateMessage());
        }
        return content;
    }

    private static BlockSource noExports(URI uri) {
        throw new AssertionError("nobody asks for " + uri);
    }
}
