package io.ebsnap.device;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.linux.AlignedBuffers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * One thread's room for one block: off the heap and aligned for the device, and on the heap for hashing and sealing, which are
 * fastest there. To be kept and used again: about 1 MiB.
 */
public final class BlockBuffer {

    private final ByteBuffer direct = AlignedBuffers.allocate(VolumeGeometry.BLOCK_BYTES);
    private final MemorySegment segment = MemorySegment.ofBuffer(direct);
    private final byte[] array = new byte[VolumeGeometry.BLOCK_BYTES];

    /** The off-heap part, from its beginning, limited to {@code length} bytes. */
    public ByteBuffer direct(int length) {
        return direct.clear().limit(length);
    }

    /** The array, of a block's full length. */
    public byte[] array() {
        return array;
    }

    /** Whether the first {@code length} bytes off the heap are all zero. Runs at the speed of memory. */
    public boolean isZero(int length) {
        int first = Math.min(length, Long.BYTES);
        for (int i = 0; i < first; i++) {
            if (segment.get(ValueLayout.JAVA_BYTE, i) != 0) {
                return false;
            }
        }
        // Eight zero bytes, and every byte equal to the one eight before it.
        return length <= Long.BYTES
                || MemorySegment.mismatch(segment, 0, length - Long.BYTES, segment, Long.BYTES, length) < 0;
    }

    /** Copies the first {@code length} bytes to the heap. */
    public ArraySlice toHeap(int length) {
        direct(length).get(0, array, 0, length);
        return new ArraySlice(array, 0, length);
    }

    /** Copies the first {@code length} bytes of the array off the heap; ready to be written. */
    public ByteBuffer fromHeap(int length) {
        return direct(length).put(0, array, 0, length);
    }
}
