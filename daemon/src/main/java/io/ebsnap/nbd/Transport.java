package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a connection, in the clear on this side. One thread reads; one at a time writes. */
interface Transport {

    /**
     * Reads what is there, or waits.
     *
     * @return how many bytes; 0 if what came says nothing to this side, and more is to be waited for; -1 at the end
     */
    int read(ByteBuffer target) throws IOException;

    /** Writes all of the first {@code count} buffers in their order. */
    void write(ByteBuffer[] sources, int count) throws IOException;

    /** Says good-bye where that is usual; the socket stays open. */
    void finish() throws IOException;

    /** Without encryption. */
    record Plain(Line line) implements Transport {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return line.read(target);
        }

        @Override
        public void write(ByteBuffer[] sources, int count) throws IOException {
            line.write(sources, count);
        }

        @Override
        public void finish() {
            // The end of the connection says it.
        }
    }
}
