package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.DataCursor;
import io.ebsnap.linux.DataRange;
import io.ebsnap.linux.Extent;
import io.ebsnap.linux.ExtentCursor;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class ExtentsLoopIT {

    private static final int MIB = 1 << 20;
    private static final int BLOCK = 64 << 10;
    private static final int PIECES = 2 * FiemapCursor.PAGE_EXTENTS + 10;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    /** Data in every second block, so that no two pieces can become one extent. */
    private static Path pieces(Path directory) throws IOException {
        Path file = directory.resolve("pieces");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long piece = 0; piece < PIECES; piece++) {
                channel.write(
                        ByteBuffer.wrap("x".repeat(BLOCK).getBytes(StandardCharsets.US_ASCII)), 2 * piece * BLOCK);
            }
        }
        return file;
    }

    private List<Extent> extents(Path file, long offset, long length) throws IOException {
        List<Extent> found = new ArrayList<>();
        try (ExtentCursor cursor = disks.linux().extents().extents(file, offset, length, true)) {
            for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                found.add(next.get());
            }
            assertThat(cursor.next()).isEmpty();
        }
        return found;
    }

    private void everyPieceIsOneExtentAndOneDataRange(String fileSystem) throws IOException {
        Path file = pieces(disks.fileSystem(fileSystem, 320L * MIB));
        List<Long> starts =
                LongStream.range(0, PIECES).mapToObj(p -> 2 * p * BLOCK).toList();

        List<Extent> extents = extents(file, 0, Files.size(file));
        assertThat(extents).extracting(Extent::logicalOffset).isEqualTo(starts);
        assertThat(extents).allMatch(extent -> extent.length() == BLOCK && !extent.locationUnknown());
        assertThat(extents).noneMatch(Extent::shared).noneMatch(Extent::unwritten);

        List<DataRange> ranges = new ArrayList<>();
        try (DataCursor cursor = disks.linux().extents().dataRanges(file)) {
            for (Optional<DataRange> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                ranges.add(next.get());
            }
        }
        assertThat(ranges)
                .isEqualTo(starts.stream().map(s -> new DataRange(s, BLOCK)).toList());
    }

    @Test
    void everyPieceOnExt4IsOneExtentAndOneDataRange() throws IOException {
        everyPieceIsOneExtentAndOneDataRange("ext4");
    }

    @Test
    @Requires(command = "mkfs.xfs", fileSystem = "xfs")
    void everyPieceOnXfsIsOneExtentAndOneDataRange() throws IOException {
        everyPieceIsOneExtentAndOneDataRange("xfs");
    }

    @Test
    @Requires(command = "mkfs.btrfs", fileSystem = "btrfs")
    void everyPieceOnBtrfsIsOneExtentAndOneDataRange() throws IOException {
        everyPieceIsOneExtentAndOneDataRange("btrfs");
    }

    @Test
    void aRangeGivesOnlyTheExtentsThatTouchIt() throws IOException {
        Path file = pieces(disks.fileSystem("ext4", 128L * MIB));
        assertThat(extents(file, 4 * BLOCK, BLOCK))
                .extracting(Extent::logicalOffset)
                .containsExactly(4L * BLOCK);
        assertThat(extents(file, 5 * BLOCK, BLOCK)).isEmpty();
        assertThat(extents(file, 0, 0)).isEmpty();
    }

    @Test
    void reservedSpaceIsUnwrittenAndHolesAreNoExtents() throws IOException {
        Path directory = disks.fileSystem("ext4", 32L * MIB);
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(disks.linux().fileSpace().allocate(file, MIB, MIB)).isTrue();
        assertThat(extents(file, 0, 4 * MIB))
                .isNotEmpty()
                .allMatch(Extent::unwritten)
                .allMatch(extent -> extent.logicalOffset() >= MIB);
    }

    @Test
    void aFileOfNothingHasNoRanges() throws IOException {
        Path image = disks.image(MIB);
        try (DataCursor cursor = disks.linux().extents().dataRanges(image)) {
            assertThat(cursor.next()).isEmpty();
        }
    }
}
