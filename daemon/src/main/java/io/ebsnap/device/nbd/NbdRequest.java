package io.ebsnap.device.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way, and what becomes of it. Made by one thread, filled in by the connection's reader until it is {@link #done}.
 */
abstract sealed class NbdRequest permits NbdReadRequest, NbdStatusRequest, NbdFlushRequest {

    private static final int MAGIC = 0x25609513;
    private static final int BYTES = 28;

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final int type;
    private final long offset;
    private final int length;
    private int chunks;
    private @Nullable String error;

    /** {@code length} is at most 2^31 - 1. */
    NbdRequest(int type, long offset, int length) {
        this.type = type;
        this.offset = offset;
        this.length = length;
    }

    /** Completed when the reply is whole, also when it tells an error; exceptionally when the connection is lost. */
    final CompletableFuture<Void> done() {
        return done;
    }

    /** What the server says went wrong; null if nothing did. Valid when it is done. */
    final @Nullable String error() {
        return error;
    }

    final long offset() {
        return offset;
    }

    final int length() {
        return length;
    }

    final ByteBuffer encode(long cookie) {
        return ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .putShort((short) 0)
                .putShort((short) type)
                .putLong(cookie)
                .putLong(offset)
                .putInt(length)
                .flip();
    }

    final void fail(String why) {
        if (error == null) {
            error = why;
        }
    }

    /** Counts a chunk of the reply. */
    final void countChunk() throws NbdProtocolException {
        if (++chunks > NbdLimits.REPLY_CHUNKS_MAX) {
            throw new NbdProtocolException("a reply of more than " + NbdLimits.REPLY_CHUNKS_MAX + " chunks");
        }
    }

    /** Reads what follows a simple reply without error. */
    abstract void readSimple(NbdWire wire) throws IOException;

    /** Reads the content of a chunk of the reply, which is not an error. */
    abstract void readChunk(int chunkType, int chunkLength, NbdWire wire) throws IOException;

    /** Looks whether the reply was whole. Called when it ends without an error. */
    abstract void requireWhole() throws NbdProtocolException;
}
