package io.ebsnap.restore.warm;

import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.Linux;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Copies a file with its holes, past the page cache where that can be done. For one thread. */
final class SparseCopy {

    private static final int PIECE_BYTES = 1 << 20;

    private final Linux linux;
    private final Progress progress;
    private final BooleanSupplier ended;
    private final ByteBuffer buffer = AlignedBuffers.allocate(PIECE_BYTES);

    /** Is told how far a copy is. */
    @FunctionalInterface
    interface Progress {
        /** So many bytes more are dealt with, holes among them. */
        void advance(long bytes);
    }

    SparseCopy(Linux linux, Progress progress, BooleanSupplier ended) {
        this.linux = linux;
        this.progress = progress;
        this.ended = ended;
    }

    /**
     * Copies, durably.
     *
     * @param to is there, and empty
     * @return false if it ended early
     */
    boolean run(Path from, Path to) throws IOException {
        try (BlockDevice source =
                        linux.blockDevices().open(from, DeviceAccess.readOnly().directIfPossible());
                BlockDevice target =
                        linux.blockDevices().open(to, DeviceAccess.readWrite().directIfPossible())) {
            long size = source.sizeBytes();
            target.resize(size);
            long at = 0;
            while (at < size) {
                OptionalLong data = source.nextData(at);
                long begin = data.isPresent() ? aligned(data.getAsLong()) : size;
                long next = Math.max(at, Math.min(begin, size));
                progress.advance(next - at);
                at = next;
                if (at < size) {
                    if (ended.getAsBoolean()) {
                        return false;
                    }
                    at += piece(source, target, at);
                }
            }
            target.sync();
            return true;
        }
    }

    private static long aligned(long offset) {
        return offset / AlignedBuffers.ALIGNMENT * AlignedBuffers.ALIGNMENT;
    }

    private long piece(BlockDevice source, BlockDevice target, long at) throws IOException {
        long end = source.nextHole(at).orElse(Long.MAX_VALUE);
        long wanted = Math.max(AlignedBuffers.ALIGNMENT, end - at);
        long length = Math.min(PIECE_BYTES, Math.ceilDiv(wanted, AlignedBuffers.ALIGNMENT) * AlignedBuffers.ALIGNMENT);
        int got = source.read(buffer.clear().limit((int) Math.min(PIECE_BYTES, length)), at);
        if (got == 0) {
            throw new IOException(source.path() + " ended at offset " + at);
        }
        target.write(buffer.flip(), at);
        progress.advance(got);
        return got;
    }
}
