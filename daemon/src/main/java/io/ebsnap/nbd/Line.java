package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The socket of a connection. One thread reads; one at a time writes. Closing it makes both fail at once. */
final class Line {

    /** How much is written at once at most, in bytes, so that a client that takes nothing is told from a slow one. */
    private static final int WRITE_BYTES_MAX = 1 << 20;

    private final SocketChannel channel;
    private final Pulse pulse;

    Line(SocketChannel channel, Pulse pulse) {
        this.channel = channel;
        this.pulse = pulse;
    }

    Pulse pulse() {
        return pulse;
    }

    /**
     * Reads what is there, or waits.
     *
     * @return how many bytes; -1 at the end
     */
    int read(ByteBuffer target) throws IOException {
        int room = target.remaining();
        int count = channel.read(target);
        if (count > 0) {
            pulse.received(count, count < room);
        }
        return count;
    }

    /** Writes all of some buffers in their order. */
    void write(ByteBuffer[] sources, int count) throws IOException {
        int next = 0;
        while (next < count) {
            int end = endOfPart(sources, next, count);
            pulse.sends();
            try {
                channel.write(sources, next, end - next);
            } finally {
                pulse.sent();
            }
            while (next < count && !sources[next].hasRemaining()) {
                next++;
            }
        }
    }

    private static int endOfPart(ByteBuffer[] sources, int first, int count) {
        long bytes = sources[first].remaining();
        int end = first + 1;
        while (end < count && bytes + sources[end].remaining() <= WRITE_BYTES_MAX) {
            bytes += sources[end].remaining();
            end++;
        }
        return end;
    }

    void close() throws IOException {
        channel.close();
    }
}
