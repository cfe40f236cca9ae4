package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class SourcesLoopIT {

    private static final long MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Machine machine = new Machine(disks);

    private BlockSource unused(Path path) throws IOException {
        return new OwningSource(machine.chooser().take(Machine.order(path, ConsistencyMethod.UNUSED)));
    }

    private BlockSource fuzzy(Path path) throws IOException {
        return new OwningSource(machine.chooser().take(Machine.order(path, ConsistencyMethod.FUZZY)));
    }

    @Nested
    class OfALoopDeviceWith512ByteSectors implements BlockSourceContract {
        @Override
        public BlockSource sourceOf(SparseContent content) throws IOException {
            return unused(disks.attach(LoopOptions.of(content.writeTo(disks.image(content.sizeBytes())))));
        }

        @Override
        public long oddSizeBytes() {
            return 5 * MIB + 4096 + 3 * 512;
        }
    }

    @Nested
    class OfALoopDeviceWith4096ByteSectors implements BlockSourceContract {
        @Override
        public BlockSource sourceOf(SparseContent content) throws IOException {
            Path image = content.writeTo(disks.image(content.sizeBytes()));
            return unused(disks.attach(LoopOptions.of(image).withLogicalSectorBytes(4096)));
        }

        @Override
        public long oddSizeBytes() {
            return 5 * MIB + 3 * 4096;
        }
    }

    @Nested
    class OfAPartOfAFileThatNobodyGuards implements BlockSourceContract {
        @Override
        public BlockSource sourceOf(SparseContent content) throws IOException {
            long start = 3 * 512;
            Path image = disks.image(start + content.sizeBytes() + MIB);
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                for (SparseContent.Range range : content.ranges()) {
                    file.seek(start + range.offset());
                    file.write(range.bytes());
                }
            }
            return fuzzy(disks.attach(LoopOptions.of(image).withRange(start, content.sizeBytes())));
        }

        @Override
        public long oddSizeBytes() {
            return 5 * MIB + 512;
        }
    }

    @Nested
    class OfAnImageFile implements BlockSourceContract {
        @Override
        public BlockSource sourceOf(SparseContent content) throws IOException {
            return unused(content.writeTo(disks.image(content.sizeBytes())));
        }

        @Override
        public long oddSizeBytes() {
            return 5 * MIB + 4096 + 1001;
        }
    }

    @Nested
    class OfAnImageFileInMemory implements BlockSourceContract {
        @Override
        public BlockSource sourceOf(SparseContent content) throws IOException {
            Path point = java.nio.file.Files.createTempDirectory(disks.directory(), "tmpfs");
            Commands.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
            disks.afterwards(() -> Commands.run("umount", point.toString()));
            Path image = point.resolve("image");
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(content.sizeBytes());
            }
            return unused(content.writeTo(image));
        }

        @Override
        public long oddSizeBytes() {
            return 5 * MIB + 1001;
        }
    }

    @Test
    void holesOfALoopDevicesFileAreKnownZerosAndItsDataIsNot() throws IOException {
        SparseContent content = SparseContent.of(64 * MIB);
        try (BlockSource source = unused(disks.attach(LoopOptions.of(content.writeTo(disks.image(64 * MIB)))))) {
            assertThat(source.knownZeros(0, 512 * 1024)).isFalse();
            assertThat(source.knownZeros(4 * MIB, 16 * MIB)).isTrue();
            assertThat(source.knownZeros(4 * MIB, 60 * MIB)).isFalse();
        }
    }

    @Test
    void pagesThatWereWrittenToALoopDeviceAMomentAgoAreNotTakenForHoles() throws IOException {
        Path loop = disks.loop(16 * MIB);
        Commands.run("dd", "if=/dev/urandom", "of=" + loop, "bs=4096", "count=1", "seek=1000", "status=none");
        try (BlockSource source = unused(loop)) {
            assertThat(source.knownZeros(7 * 512 * 1024, 512 * 1024)).isFalse();
            assertThat(SparseContent.read(source, 4096 * 1000, 4096)).isNotEqualTo(new byte[4096]);
        }
    }

    @Test
    void holesOfADeviceInUseAreNotTrusted() throws IOException {
        try (BlockSource source = fuzzy(disks.loop(16 * MIB))) {
            assertThat(source.knownZeros(0, 16 * MIB)).isFalse();
        }
    }

    @Test
    @Requires(command = "mkfs.xfs", fileSystem = "xfs")
    void sixteenTebibytesReadAtBothEndsAndKnowTheirHoles() throws IOException {
        Path image = disks.fileSystem("xfs", 320 * MIB).resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(16L << 40);
        } catch (IOException tooLarge) {
            throw new AssertionError("XFS has files of 16 TiB", tooLarge);
        }
        SparseContent content = SparseContent.of((16L << 40) - 4096);
        Commands.run("truncate", "-s", Long.toString(content.sizeBytes()), image.toString());
        content.writeTo(image);
        try (BlockSource source = unused(disks.attach(LoopOptions.of(image)))) {
            for (long block : content.interestingBlocks()) {
                assertThat(SparseContent.read(source, block * 512 * 1024, content.lengthOf(block)))
                        .isEqualTo(content.expected(block * 512 * 1024, content.lengthOf(block)));
            }
            assertThat(source.knownZeros(1L << 40, 5L << 40)).isTrue();
        }
    }

    @Test
    void aDeviceWhoseFileIsCutWhileItIsReadFailsAndSaysWhere() throws IOException {
        Path image = disks.image(16 * MIB);
        Commands.run("dd", "if=/dev/urandom", "of=" + image, "bs=1M", "count=16", "conv=notrunc", "status=none");
        Path loop = disks.attach(LoopOptions.of(image));
        PointInTime instant = machine.chooser().take(Machine.order(loop, ConsistencyMethod.UNUSED));
        try (instant) {
            assertThat(SparseContent.read(instant.source(), 8 * MIB, 4096)).isNotEqualTo(new byte[4096]);
            Commands.run("truncate", "-s", "4M", image.toString());
            Commands.run("blockdev", "--flushbufs", loop.toString());
            assertThatThrownBy(() -> SparseContent.read(instant.source(), 8 * MIB, 512 * 1024))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining(loop.toString())
                    .hasMessageContaining("at offset 8388608")
                    .hasMessageContaining("EIO")
                    .hasMessageContaining("has shrunk to 4194304 bytes from 16777216");
            assertThatThrownBy(instant::confirm)
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("has shrunk");
        }
    }

    @Test
    void aDeviceThatShrinksWhileItIsReadFailsAndSaysWhere() throws IOException {
        Path image = disks.image(16 * MIB);
        Path loop = disks.attach(LoopOptions.of(image));
        try (BlockSource source = fuzzy(loop)) {
            Commands.run("truncate", "-s", "4M", image.toString());
            Commands.run("losetup", "-c", loop.toString());
            assertThatThrownBy(() -> SparseContent.read(source, 8 * MIB, 4096))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("ended after 0; " + loop + " has shrunk to 4194304 bytes from 16777216");
        }
    }

    @Test
    void anImageThatIsCutWhileItIsReadFailsAndSaysWhere() throws IOException {
        Path image = disks.image(16 * MIB);
        try (BlockSource source = fuzzy(image)) {
            Commands.run("truncate", "-s", "5M", image.toString());
            assertThatThrownBy(() -> SparseContent.read(source, 5 * MIB - 4096, 512 * 1024))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("at offset " + (5 * MIB - 4096))
                    .hasMessageContaining("ended after 4096");
        }
    }

    @Test
    void aDetachedDeviceHasNoContent() throws IOException {
        Path loop = disks.loop(MIB);
        Commands.run("losetup", "-d", loop.toString());
        disks.linux().loopControl().detach(loop);
        Path free = Path.of(Commands.run("losetup", "-f"));
        assertThatThrownBy(() -> fuzzy(free))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(free + " has no content");
        assertThatThrownBy(() -> fuzzy(Path.of("/dev/absent"))).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> fuzzy(Path.of("/dev/null"))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> fuzzy(disks.directory())).isInstanceOf(Failure.Invalid.class);
    }
}
