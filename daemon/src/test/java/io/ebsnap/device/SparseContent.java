package io.ebsnap.device;

import io.ebsnap.linux.AlignedBuffers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * A large volume of which a few ranges hold random bytes and the rest is zeros, so that it takes no space.
 *
 * @param sizeBytes of the volume
 * @param ranges where there is something, without overlap
 */
public record SparseContent(long sizeBytes, List<Range> ranges) {

    private static final int BLOCK = 512 * 1024;

    /** Random bytes made from a seed. */
    public record Range(long offset, int length, long seed) {

        byte[] bytes() {
            byte[] bytes = new byte[length];
            new Random(seed).nextBytes(bytes);
            return bytes;
        }
    }

    public SparseContent {
        ranges = List.copyOf(ranges);
    }

    /** Something at the start, across a block border, in the middle and at the very end. */
    public static SparseContent of(long sizeBytes) {
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(0, (int) Math.min(BLOCK, sizeBytes), 1));
        long middle = sizeBytes / 2 / BLOCK * BLOCK;
        if (middle > 4L * BLOCK) {
            ranges.add(new Range(middle - 4096, 8192, 2));
            ranges.add(new Range(middle + BLOCK + 12288, 4096, 3));
        }
        if (sizeBytes > 4L * BLOCK) {
            ranges.add(new Range(sizeBytes - 700, 700, 4));
        }
        return new SparseContent(sizeBytes, ranges);
    }

    /** Writes it into a file that is as large and one hole. */
    public Path writeTo(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            for (Range range : ranges) {
                open.seek(range.offset());
                open.write(range.bytes());
            }
        }
        return file;
    }

    /** What a part of it must read as. */
    public byte[] expected(long offset, int length) {
        byte[] expected = new byte[length];
        for (Range range : ranges) {
            long from = Math.max(offset, range.offset());
            long to = Math.min(offset + length, range.offset() + range.length());
            if (from < to) {
                System.arraycopy(range.bytes(), (int) (from - range.offset()), expected, (int) (from - offset), (int)
                        (to - from));
            }
        }
        return expected;
    }

    /** Blocks worth reading: those that hold something, and their neighbours. */
    public List<Long> interestingBlocks() {
        long last = (sizeBytes - 1) / BLOCK;
        return ranges.stream()
                .flatMap(range -> LongStream.rangeClosed(
                                Math.max(0, range.offset() / BLOCK - 1),
                                Math.min(last, (range.offset() + range.length() - 1) / BLOCK + 1))
                        .boxed())
                .distinct()
                .sorted()
                .toList();
    }

    /** The length of a block. */
    public int lengthOf(long block) {
        return (int) Math.min(BLOCK, sizeBytes - block * BLOCK);
    }

    static byte[] bytes(ByteBuffer filled) {
        byte[] bytes = new byte[filled.flip().remaining()];
        filled.get(bytes);
        return bytes;
    }

    /** Reads a part of a source. */
    public static byte[] read(BlockSource source, long offset, int length) {
        ByteBuffer buffer = AlignedBuffers.allocate(length);
        source.read(offset, buffer);
        return bytes(buffer);
    }
}
