package io.ebsnap.linux.fuse;

import io.ebsnap.linux.AlignedBuffers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of one request: first the request as it is read, then the answer. It is so laid out that the bytes of a write as
 * well as those of a read begin at a multiple of 4096, which suits direct I/O.
 *
 * <pre>
 *    0        not used
 * 4016 request header, 40 bytes, and what follows it: a write's own 40 bytes
 * 4080 answer header, 16 bytes
 * 4096 bytes written, bytes read, or the rest of another answer
 * </pre>
 *
 * <p>All of it is allocated and touched once. For one thread at a time.
 */
public final class FuseBuffer {

    /** How many bytes a read or a write has at most. */
    public static final int DATA_BYTES = 1 << 20;

    static final int DATA = AlignedBuffers.ALIGNMENT;
    static final int REQUEST = DATA - 80;
    static final int REPLY = DATA - 16;

    private final ByteBuffer memory = AlignedBuffers.allocate(DATA + DATA_BYTES).order(ByteOrder.nativeOrder());

    /** Where a request is to be read to; valid until the next call. */
    public ByteBuffer forRequest() {
        return memory.clear().position(REQUEST);
    }

    /** The first bytes that a read answers with or that a write brings; valid until the next call. */
    public ByteBuffer data(int length) {
        return memory.clear().position(DATA).limit(DATA + length);
    }

    ByteBuffer memory() {
        return memory;
    }
}
