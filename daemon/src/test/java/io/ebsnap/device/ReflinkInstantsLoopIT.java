package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresLoopDevices
@Requires(
        command = {"mkfs.xfs", "mkfs.btrfs"},
        fileSystem = {"xfs", "btrfs"})
class ReflinkInstantsLoopIT {

    private static final long MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Machine machine = new Machine(disks);

    private Path image(String fileSystem, long sizeBytes) throws IOException {
        Path image = disks.fileSystem(fileSystem, 400 * MIB).resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
        return image;
    }

    /** Counts in two files by turns: at any instant the first is equal to the second or one ahead. */
    private static final class Counting implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final Thread thread;

        Counting(Path directory) {
            thread = Thread.ofPlatform().name("writer").start(() -> count(directory));
        }

        private void count(Path directory) {
            try (RandomAccessFile first =
                            new RandomAccessFile(directory.resolve("first").toFile(), "rw");
                    RandomAccessFile second =
                            new RandomAccessFile(directory.resolve("second").toFile(), "rw")) {
                for (long number = 1; !stop.get(); number++) {
                    first.seek(0);
                    first.writeLong(number);
                    second.seek(0);
                    second.writeLong(number);
                    begun.countDown();
                }
            } catch (IOException failed) {
                failure.set(failed);
            }
        }

        void awaitBegun() throws InterruptedException {
            begun.await();
        }

        @Override
        public void close() {
            stop.set(true);
            assertThatCode(thread::join).doesNotThrowAnyException();
            assertThat(failure.get()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    void aMountedLoopDeviceUnderAWriterShowsOneCleanInstant(String fileSystem) throws Exception {
        Path loop = disks.attach(LoopOptions.of(image(fileSystem, 64 * MIB)));
        disks.format("ext4", loop);
        Path point = disks.mount(loop);
        try (Counting writer = new Counting(point)) {
            writer.awaitBegun();
            try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
                assertThat(instant.method()).isEqualTo(ConsistencyMethod.REFLINK);
                Path clone = Path.of(instant.artifact().orElseThrow());
                assertThat(clone).isRegularFile();
                assertClean(copied(instant.source()));
                instant.confirm();
            }
        }
        assertThat(machine.state()).isEmptyDirectory();
        assertThat(imageDirectory(loop)).doesNotExist();
    }

    private Path imageDirectory(Path loop) throws IOException {
        Path file = disks.linux().loopControl().status(loop).orElseThrow().backingFile();
        return file.resolveSibling(".ebsnap");
    }

    private Path copied(BlockSource source) throws IOException {
        Path copy = disks.image(source.geometry().sizeBytes());
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            for (long offset = 0; offset < source.geometry().sizeBytes(); offset += MIB) {
                if (!source.knownZeros(offset, MIB)) {
                    file.seek(offset);
                    file.write(SparseContent.read(source, offset, (int) MIB));
                }
            }
        }
        return copy;
    }

    private void assertClean(Path copy) throws IOException {
        Commands.run("e2fsck", "-fn", copy.toString());
        Path point = disks.mount(disks.attach(LoopOptions.of(copy).withReadOnly()), "-o", "ro,noload");
        try (RandomAccessFile first =
                        new RandomAccessFile(point.resolve("first").toFile(), "r");
                RandomAccessFile second =
                        new RandomAccessFile(point.resolve("second").toFile(), "r")) {
            long ahead = first.readLong();
            assertThat(second.readLong()).isBetween(ahead - 1, ahead).isPositive();
        }
    }

    @Test
    void whatIsWrittenAfterTheInstantIsNotInIt() throws IOException {
        Path image = image("xfs", 16 * MIB);
        Path loop = disks.attach(LoopOptions.of(image));
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            Commands.run("dd", "if=/dev/urandom", "of=" + loop, "bs=1M", "count=4", "conv=fsync", "status=none");
            assertThat(SparseContent.read(instant.source(), 0, (int) MIB)).containsOnly(0);
            instant.confirm();
        }
    }

    @Test
    void aPartOfAFileIsReadAtItsPlace() throws IOException {
        Path image = image("xfs", 16 * MIB);
        Commands.run("dd", "if=/dev/urandom", "of=" + image, "bs=1M", "count=8", "conv=notrunc", "status=none");
        Path loop = disks.attach(LoopOptions.of(image).withRange(MIB + 512, 3 * MIB));
        byte[] expected = Files.readAllBytes(loop);
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.REFLINK);
            assertThat(instant.source().geometry().sizeBytes()).isEqualTo(3 * MIB);
            assertThat(SparseContent.read(instant.source(), 0, (int) (3 * MIB))).isEqualTo(expected);
            SavedInstant saved = saved(loop, instant);
            instant.suspend();
            try (PointInTime resumed = machine.chooser().resume(saved).orElseThrow()) {
                assertThat(SparseContent.read(resumed.source(), 0, (int) (3 * MIB)))
                        .isEqualTo(expected);
                resumed.confirm();
            }
        }
        assertThat(image.resolveSibling(".ebsnap")).doesNotExist();
        assertThat(machine.state()).isEmptyDirectory();
    }

    private static SavedInstant saved(Path device, PointInTime instant) {
        return new SavedInstant(
                device.toString(),
                Machine.SNAPSHOT,
                instant.method(),
                instant.artifact().orElseThrow(),
                instant.instant());
    }

    @Test
    void anInstantThatIsKeptOutlivesTheDaemonAndOthersAreRemovedByTheNext() throws IOException {
        Path image = image("btrfs", 16 * MIB);
        PointInTime instant = machine.chooser().take(Machine.order(image));
        SavedInstant saved = saved(image, instant);
        Path clone = Path.of(saved.artifact());
        instant.suspend();
        machine.chooser().recover(Set.of(Machine.SNAPSHOT));
        assertThat(clone).exists();
        machine.chooser().resume(saved).orElseThrow().suspend();
        machine.chooser().recover(Set.of());
        assertThat(clone).doesNotExist();
        assertThat(clone.getParent()).doesNotExist();
        assertThat(machine.state()).isEmptyDirectory();
        assertThat(machine.chooser().resume(saved)).isEmpty();
        machine.chooser().discard(saved);
    }

    @Test
    void aFullFileSystemRefusesTheCopyAndLeavesNothing() throws IOException {
        Path image = image("xfs", 16 * MIB);
        Path other = Files.createFile(image.resolveSibling("other"));
        // No clone can be made where its directory would have to be.
        Files.createFile(image.resolveSibling(".ebsnap"));
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(image, ConsistencyMethod.REFLINK)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("reflink: no copy of " + image + " can be made");
        assertThat(other).exists();
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void aFileSystemThatCannotShareBlocksIsNamedAsTheReason() throws IOException {
        Path image = disks.fileSystem("ext4", 64 * MIB).resolve("image");
        Files.write(image, new byte[8192]);
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(image, ConsistencyMethod.REFLINK)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("cannot share blocks");
    }

    @Test
    void aFileSystemThatTheDaemonNeedsIsCopiedWithoutFreezingIt() throws IOException {
        Path loop = disks.attach(LoopOptions.of(image("xfs", 64 * MIB)));
        disks.format("ext4", loop);
        Path point = disks.mount(loop);
        InstantChooser chooser = machine.chooser(java.time.Duration.ofMinutes(1), List.of(point));
        try (PointInTime instant = chooser.take(Machine.order(loop))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.REFLINK);
            instant.confirm();
        }
    }
}
