package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Replies that the reader of a connection has made itself, one behind the other in one buffer with their data, so that all go out with
 * one call before it waits for the client again. Used by the reader alone.
 */
final class ReplyBatch {

    /** The size of the buffer. */
    static final int BYTES = 192 << 10;

    private final Outgoing outgoing;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer[] parts;

    /** @param payloadMax the longest payload that is sent with it, in bytes */
    ReplyBatch(Outgoing outgoing, int payloadMax) {
        this.outgoing = outgoing;
        this.parts = new ByteBuffer[1 + Math.ceilDiv(payloadMax, PayloadBuffers.SLAB_BYTES)];
    }

    /** The buffer with room for so many bytes behind its position, at most {@link #BYTES}. */
    ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    /** Sends what there is. */
    void flush() throws IOException {
        if (buffer.position() > 0) {
            parts[0] = buffer.flip();
            send(1);
        }
    }

    /** Sends what there is, and the payload behind it. */
    void flushWith(Payload payload) throws IOException {
        parts[0] = buffer.flip();
        for (int i = 0; i < payload.parts(); i++) {
            parts[i + 1] = payload.part(i);
        }
        send(1 + payload.parts());
    }

    /** Sends a reply behind what there is. It stays the caller's. */
    void flushAndSend(Reply reply) throws IOException {
        flush();
        ByteBuffer[] all = reply.parts().toArray(ByteBuffer[]::new);
        outgoing.write(all, all.length);
    }

    private void send(int count) throws IOException {
        try {
            outgoing.write(parts, count);
        } finally {
            buffer.clear();
        }
    }
}
