package io.ebsnap.volume;

import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;

/**
 * Gives space of a logical volume in a thin pool back. A discard takes whole chunks away, which are zeros then, and silently leaves the parts of others
 * as they are; and a pool that cannot write its own records answers that it did, and does nothing. So the parts are written, where they are something
 * else than zeros, and of the whole ones it is read what became of them: chunks that are gone are zeros that no disk is asked for. Safe for use by
 * several threads on ranges that do not overlap.
 */
final class ThinHoles {

    private static final int PIECE_BYTES = 256 << 10;

    private final BlockDevice device;
    private final AnyAlignment access;
    private final long chunkBytes;

    /**
     * Holes of a volume.
     *
     * @param device the volume; belongs to the caller
     * @param chunkBytes of its pool
     */
    ThinHoles(BlockDevice device, long chunkBytes) {
        this.device = device;
        this.access = new AnyAlignment(device);
        this.chunkBytes = chunkBytes;
    }

    /** Writes zeros over a range. */
    @FunctionalInterface
    interface Zeroing {
        void run(long offset, long length) throws LinuxException;
    }

    /**
     * Makes a range zeros.
     *
     * @param zeroing what does it where discarding does not
     * @return false if the pool does not take space back; nothing has changed then
     */
    boolean punch(long offset, long length, Zeroing zeroing) throws LinuxException {
        long end = offset + length;
        long from = Math.ceilDiv(offset, chunkBytes) * chunkBytes;
        long to = end / chunkBytes * chunkBytes;
        if (from >= to) {
            zeroUnlessZero(offset, end, zeroing);
            return true;
        }
        if (!device.discard(from, to - from)) {
            return false;
        }
        zeroUnlessZero(offset, from, zeroing);
        zeroUnlessZero(from, to, zeroing);
        zeroUnlessZero(to, end, zeroing);
        return true;
    }

    /** Piece by piece, so that a byte that is none does not fill the holes around it. */
    private void zeroUnlessZero(long from, long end, Zeroing zeroing) throws LinuxException {
        if (from == end) {
            return;
        }
        ByteBuffer buffer = AlignedBuffers.allocate(PIECE_BYTES);
        for (long at = from; at < end; ) {
            long next = Math.min(end, (at / PIECE_BYTES + 1) * PIECE_BYTES);
            if (!readsZeros(at, buffer.clear().limit((int) (next - at)))) {
                zeroing.run(at, next - at);
            }
            at = next;
        }
    }

    private boolean readsZeros(long offset, ByteBuffer buffer) throws LinuxException {
        int wanted = buffer.remaining();
        if (access.read(buffer, offset) < wanted) {
            return false;
        }
        buffer.flip();
        return buffer.get(0) == 0 && buffer.slice(0, wanted - 1).mismatch(buffer.slice(1, wanted - 1)) < 0;
    }
}
