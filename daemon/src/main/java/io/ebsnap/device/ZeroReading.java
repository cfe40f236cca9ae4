package io.ebsnap.device;

import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;

/**
 * A target whose zeros are found out by reading: where what nobody wrote takes no space and is read without a disk, as in a thin pool, that costs less
 * than writing zeros, and takes no space either. Safe for use by several threads on ranges that do not overlap.
 */
final class ZeroReading implements BlockTarget {

    private final BlockTarget target;

    /** @param target belongs to it from now on */
    ZeroReading(BlockTarget target) {
        this.target = target;
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public VolumeGeometry geometry() {
        return target.geometry();
    }

    @Override
    public boolean knownZeros(long offset, long length) {
        BlockBuffer buffer = new BlockBuffer();
        for (long done = 0; done < length; ) {
            int piece = (int) Math.min(VolumeGeometry.BLOCK_BYTES, length - done);
            target.read(offset + done, buffer.direct(piece));
            if (!buffer.isZero(piece)) {
                return false;
            }
            done += piece;
        }
        return true;
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        target.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        target.write(offset, source);
    }

    /** Only where there is something else: one piece after the other, so that a byte that is none does not fill what is holes around it. */
    @Override
    public void writeZeroes(long offset, long length) {
        for (long done = 0; done < length; ) {
            long piece = Math.min(VolumeGeometry.BLOCK_BYTES, length - done);
            if (!knownZeros(offset + done, piece)) {
                target.writeZeroes(offset + done, piece);
            }
            done += piece;
        }
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public void close() {
        target.close();
    }
}
