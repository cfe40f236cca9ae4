package io.ebsnap.nbd;

import java.nio.ByteBuffer;

/** The bytes of one request or reply, in slabs off the heap. Used by one thread at a time; whoever has it last gives it back. */
final class Payload implements AutoCloseable {

    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(PayloadBuffers.SLAB_BYTES).asReadOnlyBuffer();

    private final PayloadBuffers owner;
    private final PayloadBuffers.Share share;
    private final ByteBuffer[] slabs;
    private final int length;
    private boolean closed;

    Payload(PayloadBuffers owner, PayloadBuffers.Share share, ByteBuffer[] slabs, int length) {
        this.owner = owner;
        this.share = share;
        this.slabs = slabs;
        this.length = length;
    }

    /** In bytes. */
    int length() {
        return length;
    }

    /** How many parts it has. */
    int parts() {
        return Math.ceilDiv(length, PayloadBuffers.SLAB_BYTES);
    }

    /** Where a part begins. */
    static long startOf(int part) {
        return (long) part * PayloadBuffers.SLAB_BYTES;
    }

    /** A part, from its first byte to its last. */
    ByteBuffer part(int part) {
        return slabs[part].slice(0, (int) Math.min(PayloadBuffers.SLAB_BYTES, length - startOf(part)));
    }

    /** Whether a part is all zeros; quickly told of most that are not. */
    boolean isZero(int part) {
        return isZero(part(part));
    }

    /** Whether bytes are all zeros, at most a slab of them. */
    static boolean isZero(ByteBuffer bytes) {
        return bytes.mismatch(ZEROS.slice(0, bytes.remaining())) < 0;
    }

    /** Gives the memory back. Closing twice does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.giveBack(share, slabs);
        }
    }
}
