package io.ebsnap.device.nbd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The bytes of a connection. One thread reads; several may write, each message whole. */
final class NbdWire implements Closeable {

    private static final int BUFFER_BYTES = 32 << 10;

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

    NbdWire(SocketChannel channel) {
        this.channel = channel;
    }

    int readByte() throws IOException {
        return Byte.toUnsignedInt(atLeast(Byte.BYTES).get());
    }

    int readShort() throws IOException {
        return Short.toUnsignedInt(atLeast(Short.BYTES).getShort());
    }

    int readInt() throws IOException {
        return atLeast(Integer.BYTES).getInt();
    }

    long readUnsignedInt() throws IOException {
        return Integer.toUnsignedLong(readInt());
    }

    long readLong() throws IOException {
        return atLeast(Long.BYTES).getLong();
    }

    /** Text of a length that the caller has bounded; what is no UTF-8 or not printable shows as such. */
    String readText(int length) throws IOException {
        byte[] bytes = new byte[length];
        readFully(ByteBuffer.wrap(bytes));
        return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    /** Reads until {@code target} is full, past the buffer where that is empty. */
    void readFully(ByteBuffer target) throws IOException {
        int buffered = Math.min(input.remaining(), target.remaining());
        target.put(input.slice(input.position(), buffered));
        input.position(input.position() + buffered);
        while (target.hasRemaining()) {
            requireMore(channel.read(target));
        }
    }

    void skip(int length) throws IOException {
        int left = length;
        while (left > 0) {
            int step = Math.min(left, BUFFER_BYTES);
            ByteBuffer skipped = atLeast(Math.min(step, Math.max(1, input.remaining())));
            int taken = Math.min(left, skipped.remaining());
            skipped.position(skipped.position() + taken);
            left -= taken;
        }
    }

    /** Writes all of a message, which no other comes between. */
    synchronized void write(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    /** Makes all reads and writes under way fail. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private ByteBuffer atLeast(int bytes) throws IOException {
        if (input.remaining() < bytes) {
            input.compact();
            try {
                while (input.position() < bytes) {
                    requireMore(channel.read(input));
                }
            } finally {
                input.flip();
            }
        }
        return input;
    }

    private static void requireMore(int read) throws EOFException {
        if (read < 0) {
            throw new EOFException("the server hung up");
        }
    }
}
