package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/** Where the replies of a connection go out, one thread at a time. */
final class Outgoing {

    private final Transport transport;
    private final ReentrantLock turn = new ReentrantLock();

    Outgoing(Transport transport) {
        this.transport = transport;
    }

    /** Writes all of the first {@code count} buffers, and nothing comes between. */
    void write(ByteBuffer[] buffers, int count) throws IOException {
        turn.lock();
        try {
            transport.write(buffers, count);
        } finally {
            turn.unlock();
        }
    }

    /** Says good-bye, if nobody is writing: a client that takes nothing hears nothing. */
    void finish() throws IOException {
        if (turn.tryLock()) {
            try {
                transport.finish();
            } finally {
                turn.unlock();
            }
        }
    }
}
