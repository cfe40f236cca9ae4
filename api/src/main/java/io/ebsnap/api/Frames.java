package io.ebsnap.api;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** Messages on a channel: a u32 big-endian length, then that many bytes. */
public final class Frames {

    private static final int LENGTH_BYTES = Integer.BYTES;
    /** Memory is set aside in such steps as bytes arrive, not by what a length merely claims. */
    private static final int STEP_BYTES = 64 << 10;

    private Frames() {}

    /** Sends a message whole. */
    public static void write(WritableByteChannel channel, byte[] message) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Math.addExact(LENGTH_BYTES, message.length));
        frame.putInt(message.length).put(message).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
        java.util.Arrays.fill(frame.array(), (byte) 0);
    }

    /**
     * Receives a message.
     *
     * @param bytesMax the longest that is accepted
     * @return null when the other end has closed between two messages
     * @throws MalformedMessage if it is longer, or empty
     * @throws EOFException if the other end closed within it
     */
    public static byte @Nullable [] read(ReadableByteChannel channel, int bytesMax) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
        if (!fill(channel, length)) {
            if (length.position() == 0) {
                return null;
            }
            throw new EOFException("the connection ended within the length of a message");
        }
        int announced = length.getInt(0);
        if (announced <= 0 || announced > bytesMax) {
            throw new MalformedMessage("a message of " + Integer.toUnsignedString(announced)
                    + " bytes is refused: 1 to " + bytesMax + " are accepted");
        }
        return body(channel, announced);
    }

    private static byte[] body(ReadableByteChannel channel, int announced) throws IOException {
        byte[] bytes = new byte[Math.min(announced, STEP_BYTES)];
        int filled = 0;
        while (filled < announced) {
            if (filled == bytes.length) {
                byte[] larger = java.util.Arrays.copyOf(bytes, (int) Math.min(announced, 2L * bytes.length));
                java.util.Arrays.fill(bytes, (byte) 0);
                bytes = larger;
            }
            if (!fill(channel, ByteBuffer.wrap(bytes, filled, bytes.length - filled))) {
                throw new EOFException("the connection ended within a message of " + announced + " bytes");
            }
            filled = bytes.length;
        }
        return bytes;
    }

    private static boolean fill(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}
