package io.ebsnap.linux;

import java.nio.ByteBuffer;

/** Off-heap buffers whose address suits direct I/O on every device. */
public final class AlignedBuffers {

    /** What the address of a buffer, and an offset on a device, must be a multiple of: bytes. */
    public static final int ALIGNMENT = 4096;

    private AlignedBuffers() {}

    /**
     * Makes a zeroed buffer whose address is a multiple of {@link #ALIGNMENT}. Its memory counts against
     * {@code -XX:MaxDirectMemorySize} and is given back when the buffer is no longer reachable, so keep and reuse it.
     *
     * @param bytes capacity, 0 or more, any size
     */
    public static ByteBuffer allocate(int bytes) {
        ByteBuffer padded = ByteBuffer.allocateDirect(Math.addExact(bytes, 2 * ALIGNMENT));
        return padded.alignedSlice(ALIGNMENT).slice(0, bytes);
    }
}
