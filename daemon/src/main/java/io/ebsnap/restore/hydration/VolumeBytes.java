package io.ebsnap.restore.hydration;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A part of a volume, to be looked into. What lies there is the user's: every number in it may be anything.
 *
 * @param volume that it belongs to
 * @param start where the part begins: bytes
 * @param length of the part: bytes
 */
record VolumeBytes(Reader volume, long start, long length) {

    /** Reads a volume. */
    @FunctionalInterface
    interface Reader {
        /** Fills {@code target} with what lies from {@code offset} on, which is within the volume. */
        void read(long offset, ByteBuffer target);
    }

    /** A part of this part; what reaches beyond its end is cut off. */
    VolumeBytes part(long offset, long partLength) {
        long from = Math.clamp(offset, 0, length);
        return new VolumeBytes(volume, start + from, Math.clamp(partLength, 0, length - from));
    }

    /** Bytes of it; those beyond its end are zeros. */
    ByteBuffer read(long offset, int count, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(count).order(order);
        if (offset >= 0 && offset < length) {
            bytes.limit((int) Math.min(count, length - offset));
            volume.read(start + offset, bytes);
        }
        return bytes.clear();
    }
}
