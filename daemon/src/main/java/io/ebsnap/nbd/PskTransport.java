package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;

/**
 * With TLS by a pre-shared key. The protocol machine never sees the socket: it is given whole records, and what it has to say is sent. Its lock
 * is held for no longer than a record takes to be worked on; a second one keeps what is sent in the order of the machine.
 */
final class PskTransport implements EncryptedTransport {

    /** So much encrypted data is sent with one call at most, in bytes. */
    private static final int OUT_BYTES = 128 << 10;

    /** So much of the clear is encrypted at a time, in bytes: one record. */
    private static final int RECORD_BYTES = 16 << 10;

    private static final int HEADER_BYTES = 5;

    /** The longest body of a record, in bytes, with all that may be added to its content. */
    private static final int BODY_BYTES_MAX = (16 << 10) + 2048;

    /** The most records in a row that carry nothing: whoever sends more wants to waste time. */
    private static final int EMPTY_RECORDS_MAX = 64;

    private final Line line;
    private final PskHandshake handshake;
    private final TlsServerProtocol protocol = new TlsServerProtocol();
    private final ReentrantLock engine = new ReentrantLock();
    private final ReentrantLock sending = new ReentrantLock();
    private final ByteBuffer in =
            ByteBuffer.allocateDirect(2 * (HEADER_BYTES + BODY_BYTES_MAX)).flip();
    private final byte[] record = new byte[HEADER_BYTES + BODY_BYTES_MAX];
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
    private final byte[] plain = new byte[RECORD_BYTES];

    @GuardedBy("sending")
    private final byte[] sealed = new byte[OUT_BYTES / 2];

    private int empty;

    PskTransport(Line line, PskHandshake handshake) {
        this.line = line;
        this.handshake = handshake;
    }

    /** The first exchange. */
    void shakeHands() throws IOException {
        protocol.accept(handshake);
        while (!protocol.isConnected()) {
            if (!decrypt()) {
                throw new EOFException("hung up in the middle of the TLS handshake");
            }
        }
    }

    @Override
    public Optional<Peer> peer() {
        return handshake.user().map(Peer.KeyHolder::new);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int there = take(target);
        if (there > 0) {
            return there;
        }
        if (!decrypt()) {
            return -1;
        }
        int count = take(target);
        empty = count > 0 ? 0 : empty + 1;
        if (empty > EMPTY_RECORDS_MAX) {
            throw new ProtocolViolation("TLS records without content");
        }
        return count;
    }

    private int take(ByteBuffer target) {
        engine.lock();
        try {
            int count = Math.min(protocol.getAvailableInputBytes(), target.remaining());
            return count == 0 ? 0 : protocol.readInput(target, count);
        } finally {
            engine.unlock();
        }
    }

    @Override
    public void write(ByteBuffer[] sources, int count) throws IOException {
        sending.lock();
        try {
            for (int i = 0; i < count; i++) {
                while (sources[i].hasRemaining()) {
                    encrypt(sources[i]);
                    drain();
                }
            }
            send();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void finish() throws IOException {
        sending.lock();
        try {
            engine.lock();
            try {
                protocol.close();
            } finally {
                engine.unlock();
            }
            drain();
            send();
        } finally {
            sending.unlock();
        }
    }

    /**
     * Gives the machine one record, and sends what it answers.
     *
     * @return false at the end
     */
    private boolean decrypt() throws IOException {
        int length = awaitRecord();
        if (length < 0) {
            return false;
        }
        in.get(record, 0, length);
        try {
            offer(length);
        } finally {
            answer();
        }
        return !protocol.isClosed();
    }

    private void offer(int length) throws IOException {
        engine.lock();
        try {
            protocol.offerInput(record, 0, length);
        } catch (TlsFatalAlert e) {
            throw new IOException("TLS with a pre-shared key: " + e.getMessage(), e);
        } finally {
            engine.unlock();
        }
    }

    /**
     * Receives until a whole record is there. A client that stops in the middle of one is seen to stall.
     *
     * @return its length; -1 at the end
     */
    private int awaitRecord() throws IOException {
        while (true) {
            if (in.remaining() >= HEADER_BYTES) {
                int body = Short.toUnsignedInt(in.getShort(in.position() + HEADER_BYTES - Short.BYTES));
                if (body > BODY_BYTES_MAX) {
                    throw new ProtocolViolation("a TLS record of " + body + " bytes");
                }
                if (in.remaining() >= HEADER_BYTES + body) {
                    return HEADER_BYTES + body;
                }
            }
            if (!receive()) {
                return -1;
            }
        }
    }

    private boolean receive() throws IOException {
        if (in.hasRemaining()) {
            line.pulse().awaitsRest();
        }
        in.compact();
        try {
            return line.read(in) >= 0;
        } finally {
            in.flip();
        }
    }

    /** Sends what the machine has to say for itself: its part of the handshake, an answer to a change of keys, why it gives up. */
    private void answer() throws IOException {
        if (hasOutput()) {
            sending.lock();
            try {
                drain();
                send();
            } finally {
                sending.unlock();
            }
        }
    }

    private boolean hasOutput() {
        engine.lock();
        try {
            return protocol.getAvailableOutputBytes() > 0;
        } finally {
            engine.unlock();
        }
    }

    @GuardedBy("sending")
    private void encrypt(ByteBuffer source) throws IOException {
        int length = Math.min(source.remaining(), RECORD_BYTES);
        source.get(plain, 0, length);
        engine.lock();
        try {
            protocol.writeApplicationData(plain, 0, length);
        } finally {
            engine.unlock();
        }
    }

    /** Moves what the machine has ready to what is sent next. */
    @GuardedBy("sending")
    private void drain() throws IOException {
        int count = moved();
        while (count > 0) {
            if (out.remaining() < count) {
                send();
            }
            out.put(sealed, 0, count);
            count = moved();
        }
    }

    @GuardedBy("sending")
    private int moved() {
        engine.lock();
        try {
            int count = Math.min(protocol.getAvailableOutputBytes(), sealed.length);
            return count == 0 ? 0 : protocol.readOutput(sealed, 0, count);
        } finally {
            engine.unlock();
        }
    }

    @GuardedBy("sending")
    private void send() throws IOException {
        if (out.position() == 0) {
            return;
        }
        out.flip();
        try {
            line.write(new ByteBuffer[] {out}, 1);
        } finally {
            out.clear();
        }
    }
}
