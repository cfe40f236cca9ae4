package io.ebsnap.remote;

import io.ebsnap.failure.Failure;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;

/**
 * One connection to a remote: messages, one after the other. Whoever waits for the other side has until a deadline; then a {@link LineWatch} cuts the connection. To be used by one
 * thread at a time; any thread may close it.
 */
final class Line implements AutoCloseable {

    private static final long NO_DEADLINE = Long.MAX_VALUE;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Socket connection;
    private final SSLSocket tls;
    private final LongSupplier nanoClock;
    private final CountDownLatch cut = new CountDownLatch(1);
    private final AtomicLong deadline = new AtomicLong(NO_DEADLINE);
    private byte[] room = new byte[Protocol.HELLO_BYTES_MAX];

    /** @param connection below TLS: closing it ends every wait, whatever TLS is about to say */
    Line(Socket connection, SSLSocket tls, LongSupplier nanoClock) {
        this.connection = connection;
        this.tls = tls;
        this.nanoClock = nanoClock;
    }

    /** Makes room for messages of the size that this side reads from now on. */
    void expect(int bytesMax) {
        room = new byte[bytesMax];
    }

    /** Both sides prove who they are. */
    Fingerprint shakeHands(long millisMax) throws IOException {
        allow(millisMax);
        try {
            tls.startHandshake();
            return RemoteTls.peer(tls);
        } finally {
            rest();
        }
    }

    void send(FrameWriter message, long millisMax) throws IOException {
        int length = message.finish();
        allow(millisMax);
        try {
            tls.getOutputStream().write(message.array(), 0, length);
            tls.getOutputStream().flush();
        } finally {
            rest();
        }
    }

    /**
     * Waits for a message, which is read before the next one is waited for.
     *
     * @throws EOFException if the other side has hung up
     * @throws Failure.Corrupt if it is longer than this side reads
     */
    FrameReader receive(long millisMax) throws IOException {
        allow(millisMax);
        try {
            DataInputStream in = new DataInputStream(tls.getInputStream());
            int length = in.readInt();
            if (length < 1 || length > room.length) {
                throw new Failure.Corrupt("the remote sends a message of " + Integer.toUnsignedString(length)
                        + " bytes, and at most " + room.length + " are read");
            }
            in.readFully(room, 0, length);
            return new FrameReader(room[0] & 0xff, room, 1, length);
        } finally {
            rest();
        }
    }

    boolean isOverdue() {
        return nanoClock.getAsLong() - deadline.get() > 0 && deadline.get() != NO_DEADLINE;
    }

    /** Waits until this side closes it; false if that is not within a time. */
    boolean awaitClosing(long millisMax) throws InterruptedException {
        return cut.await(millisMax, TimeUnit.MILLISECONDS);
    }

    boolean isClosed() {
        return connection.isClosed();
    }

    /** Cuts it: nobody says good-bye, who might not listen. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no use any more, and nothing that was sent counts without an answer.
            rest();
        } finally {
            cut.countDown();
        }
    }

    private void allow(long millis) {
        deadline.set(nanoClock.getAsLong() + millis * NANOS_PER_MILLI);
    }

    private void rest() {
        deadline.set(NO_DEADLINE);
    }
}
