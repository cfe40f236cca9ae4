package io.ebsnap.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** With TLS. The engine encrypts for one thread at a time and decrypts for the reader, both at once if need be. */
final class TlsTransport implements EncryptedTransport {

    /** So much encrypted data is sent with one call at most, in bytes. */
    private static final int OUT_BYTES = 128 << 10;

    /** The most records in a row that carry nothing: whoever sends more wants to waste time. */
    private static final int EMPTY_RECORDS_MAX = 64;

    /** The most answers to one record, tickets for example. */
    private static final int ANSWERS_MAX = 8;

    private static final int DNS_NAME = 2;
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final Line line;
    private final SSLEngine engine;
    private final ReentrantLock wrapping = new ReentrantLock();
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
    private final ByteBuffer in;
    private final ByteBuffer clear;
    private int empty;
    private boolean shaken;

    TlsTransport(Line line, SSLEngine engine) {
        this.line = line;
        this.engine = engine;
        this.in = ByteBuffer.allocateDirect(2 * engine.getSession().getPacketBufferSize())
                .flip();
        this.clear = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize())
                .flip();
    }

    /** The first exchange. */
    void shakeHands() throws IOException {
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
            status = step(status);
        }
        shaken = true;
    }

    /** Who the client's certificate says it is; nothing if none was asked for. */
    @Override
    public Optional<Peer> peer() {
        try {
            Certificate[] chain = engine.getSession().getPeerCertificates();
            return Optional.of(new Peer.Certified(names((X509Certificate) chain[0])));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!clear.hasRemaining()) {
            if (!decrypt()) {
                return -1;
            }
            countEmpty();
        }
        int count = Math.min(clear.remaining(), target.remaining());
        target.put(clear.slice(clear.position(), count));
        clear.position(clear.position() + count);
        return count;
    }

    /** A record may say nothing to the reader, as one that changes keys; too many in a row are meant to waste time. */
    private void countEmpty() throws ProtocolViolation {
        empty = clear.hasRemaining() ? 0 : empty + 1;
        if (empty > EMPTY_RECORDS_MAX) {
            throw new ProtocolViolation("TLS records without content");
        }
    }

    @Override
    public void write(ByteBuffer[] sources, int count) throws IOException {
        wrapping.lock();
        try {
            int first = 0;
            while (first < count) {
                if (sources[first].hasRemaining()) {
                    wrap(sources, first, count - first);
                } else {
                    first++;
                }
            }
            send();
        } finally {
            wrapping.unlock();
        }
    }

    @Override
    public void finish() throws IOException {
        wrapping.lock();
        try {
            engine.closeOutbound();
            wrap(NOTHING, 0, 1);
            send();
        } finally {
            wrapping.unlock();
        }
    }

    private HandshakeStatus step(HandshakeStatus status) throws IOException {
        return switch (status) {
            case NEED_TASK -> {
                runTasks();
                yield engine.getHandshakeStatus();
            }
            case NEED_WRAP -> answerHandshake();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (!decrypt()) {
                    throw new EOFException("hung up in the middle of the TLS handshake");
                }
                yield engine.getHandshakeStatus();
            }
            case FINISHED, NOT_HANDSHAKING -> status;
        };
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Sends what the engine has to say for itself. */
    private HandshakeStatus answerHandshake() throws IOException {
        wrapping.lock();
        try {
            HandshakeStatus after = wrap(NOTHING, 0, 1);
            send();
            return after;
        } finally {
            wrapping.unlock();
        }
    }

    /**
     * Decrypts one record into the clear buffer, which is empty.
     *
     * @return false at the end
     */
    private boolean decrypt() throws IOException {
        clear.clear();
        try {
            SSLEngineResult result = engine.unwrap(in, clear);
            while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                if (!receive()) {
                    return false;
                }
                result = engine.unwrap(in, clear);
            }
            if (result.getStatus() == SSLEngineResult.Status.OK) {
                settle(result.getHandshakeStatus());
            }
            return result.getStatus() != SSLEngineResult.Status.CLOSED;
        } finally {
            clear.flip();
        }
    }

    /**
     * What a record in the middle of the data asks for: an answer to a change of keys, for one. A new handshake, which TLS 1.2 allows, would hold
     * up replies for as long as the client likes; there is none.
     */
    private void settle(HandshakeStatus status) throws IOException {
        if (shaken && status != HandshakeStatus.NOT_HANDSHAKING && !isTls13()) {
            throw new ProtocolViolation("another TLS handshake in the middle of the data");
        }
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        for (int i = 0; i < ANSWERS_MAX && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
            answerHandshake();
        }
    }

    private boolean isTls13() {
        return engine.getSession().getProtocol().equals("TLSv1.3");
    }

    /** More of a record; a client that stops in the middle of one is seen to stall. */
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

    private HandshakeStatus wrap(ByteBuffer[] sources, int first, int count) throws IOException {
        if (out.remaining() < engine.getSession().getPacketBufferSize()) {
            send();
        }
        SSLEngineResult result = engine.wrap(sources, first, count, out);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
            throw new SSLException("TLS was ended by the client");
        }
        boolean idle = result.bytesProduced() == 0 && result.getHandshakeStatus() != HandshakeStatus.FINISHED;
        if (shaken && idle && sources != NOTHING) {
            throw new SSLException("TLS takes no data: " + result);
        }
        return result.getHandshakeStatus();
    }

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

    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
            Collection<List<?>> others = certificate.getSubjectAlternativeNames();
            if (others != null) {
                others.stream()
                        .filter(other -> Integer.valueOf(DNS_NAME).equals(other.get(0)))
                        .forEach(other -> names.add(String.valueOf(other.get(1))));
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            // A name that cannot be read is none.
            return names;
        }
        return names;
    }
}
