package io.ebsnap.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a client sends. As much as is there is read at once, so that many small requests cost one call. Used by the connection's reader
 * alone.
 */
final class Input {

    /** The size of the buffer; a small write fits into it whole, with its header. */
    static final int BYTES = 128 << 10;

    private final Transport transport;
    private final Pulse pulse;
    private final BeforeWaiting beforeWaiting;
    private final ByteBuffer buffer;

    /** The last payload was too long for the buffer: so may the next one be, and what is read along with its header would be copied. */
    private boolean longPayloads;

    /** Something to do before the client is waited for: it may wait for an answer itself. */
    interface BeforeWaiting {
        void run() throws IOException;
    }

    /** With a buffer of its own. */
    Input(Transport transport, Pulse pulse) {
        this(transport, pulse, () -> {}, ByteBuffer.allocateDirect(BYTES).flip());
    }

    private Input(Transport transport, Pulse pulse, BeforeWaiting beforeWaiting, ByteBuffer buffer) {
        this.transport = transport;
        this.pulse = pulse;
        this.beforeWaiting = beforeWaiting;
        this.buffer = buffer;
    }

    /** The same input, with something to be done before it waits. This one must not be used any more. */
    Input with(BeforeWaiting before) {
        return new Input(transport, pulse, before, buffer);
    }

    /** The same buffer on another transport, which must take the place of this one between two messages. */
    Input on(Transport other) {
        return new Input(other, pulse, beforeWaiting, buffer);
    }

    /** Whether nothing is there that was not used. */
    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    /**
     * Waits for so many bytes, the beginning of a request.
     *
     * @return false if the client has hung up instead, cleanly
     */
    boolean awaitRequest(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        makeRoom(bytes);
        beforeWaiting.run();
        boolean headerAlone = longPayloads;
        longPayloads = false;
        while (buffer.remaining() < bytes) {
            if (buffer.hasRemaining()) {
                pulse.awaitsRest();
            } else {
                pulse.awaitsRequest();
            }
            if (!receive(headerAlone ? bytes - buffer.remaining() : BYTES)) {
                return false;
            }
        }
        pulse.works();
        return true;
    }

    /** Waits for so many bytes, which are part of a request. They stay in the buffer. */
    void await(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        makeRoom(bytes);
        beforeWaiting.run();
        pulse.awaitsRest();
        while (buffer.remaining() < bytes) {
            if (!receive(BYTES)) {
                throw new EOFException("hung up in the middle of a request");
            }
        }
        pulse.works();
    }

    int readShort() {
        return Short.toUnsignedInt(buffer.getShort());
    }

    int readInt() {
        return buffer.getInt();
    }

    long readLong() {
        return buffer.getLong();
    }

    /** The next bytes, which are there; valid until the next call of this input. */
    ByteBuffer take(int bytes) {
        ByteBuffer taken = buffer.slice(buffer.position(), bytes);
        buffer.position(buffer.position() + bytes);
        return taken;
    }

    /** Reads until {@code target} is full, past the buffer where that is empty. */
    void readFully(ByteBuffer target) throws IOException {
        target.put(take(Math.min(buffer.remaining(), target.remaining())));
        if (!target.hasRemaining()) {
            return;
        }
        longPayloads = true;
        beforeWaiting.run();
        pulse.awaitsRest();
        while (target.hasRemaining()) {
            if (transport.read(target) < 0) {
                throw new EOFException("hung up in the middle of a request");
            }
        }
        pulse.works();
    }

    /** Passes over bytes. */
    void skip(int bytes) throws IOException {
        int left = bytes;
        while (left > 0) {
            int step = Math.min(left, BYTES);
            await(Math.min(step, Math.max(1, buffer.remaining())));
            int skipped = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + skipped);
            left -= skipped;
        }
    }

    private void makeRoom(int bytes) {
        if (!buffer.hasRemaining()) {
            buffer.clear().flip();
        } else if (buffer.capacity() - buffer.position() < bytes) {
            buffer.compact().flip();
        }
    }

    /**
     * Reads behind what is there.
     *
     * @param most so many bytes
     * @return false at the end; from then on, as after a failure, nothing is waited for
     */
    private boolean receive(int most) throws IOException {
        int from = buffer.position();
        int end = buffer.limit();
        buffer.limit(Math.min(buffer.capacity(), end + most)).position(end);
        boolean received = false;
        try {
            received = transport.read(buffer) >= 0;
            return received;
        } finally {
            buffer.limit(buffer.position()).position(from);
            if (!received) {
                pulse.works();
            }
        }
    }
}
