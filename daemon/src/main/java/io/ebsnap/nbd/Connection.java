package io.ebsnap.nbd;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client, from its first byte until nothing of it is under way. Its reader runs it; other threads may ask and cut it off.
 *
 * <p>When it ends, requests that have not begun are dropped, those that have are waited for, and only then another connection may pass
 * the fence of its export.
 */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final SocketChannel channel;
    private final Parts parts;
    private final Line line;
    private final InFlight inFlight;
    private final long begunNanos;
    private volatile PayloadBuffers.@Nullable Share share;
    private volatile @Nullable String export;
    private volatile boolean cut;

    /**
     * What connections of a server have in common.
     *
     * @param limits of the server
     * @param entrance to the exports
     * @param buffers for payloads
     * @param stopping whether the server ends
     * @param nanoTime elapsed nanoseconds of a clock that is never set
     */
    record Parts(
            ServerLimits limits,
            Entrance entrance,
            PayloadBuffers buffers,
            BooleanSupplier stopping,
            LongSupplier nanoTime) {}

    Connection(SocketChannel channel, Parts parts) {
        this.channel = channel;
        this.parts = parts;
        this.line = new Line(channel, new Pulse(parts.nanoTime()));
        this.inFlight = new InFlight(parts.limits().requests().perConnection());
        this.begunNanos = parts.nanoTime().getAsLong();
    }

    /** Negotiates and serves until the client goes or is cut off. */
    void serve(Peer peer, ListenAddress address, ThreadFactory replyThreads) {
        try (channel) {
            Handshake.Place place = new Handshake.Place(
                    parts.entrance(), address.tls(), address.tlsRequired(), payloadMax(), handshakeDeadline());
            Optional<Handshake.Agreement> agreement = new Handshake(line, peer, place).negotiate();
            if (agreement.isPresent()) {
                transmit(agreement.get(), replyThreads);
            }
        } catch (IOException e) {
            LOG.debug("peer=\"{}\" connection ended: {}", peer.describe(), e.toString());
        } catch (RuntimeException e) {
            LOG.error("peer=\"{}\" connection failed", peer.describe(), e);
        }
    }

    /** Serves without negotiation what was entered before, in the simple form. */
    void serve(Entrance.Entered entered, ThreadFactory replyThreads) {
        try (channel) {
            Transport plain = new Transport.Plain(line);
            transmit(
                    new Handshake.Agreement(entered, Dialect.SIMPLE, plain, new Input(plain, line.pulse())),
                    replyThreads);
        } catch (IOException e) {
            LOG.debug("connection ended: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.error("connection failed", e);
        }
    }

    Pulse pulse() {
        return line.pulse();
    }

    /** When its handshake must be over. */
    long handshakeDeadline() {
        return begunNanos + parts.limits().times().handshake().toNanos();
    }

    /** For how long it has been negotiating, in nanoseconds; 0 if that is over. */
    long negotiatingNanos() {
        return share != null ? 0 : parts.nanoTime().getAsLong() - begunNanos;
    }

    /** The memory of the export that it uses, if it uses one yet. */
    Optional<PayloadBuffers.Share> share() {
        return Optional.ofNullable(share);
    }

    /** Whether it uses the export that has this name for clients. */
    boolean uses(String name) {
        return name.equals(export);
    }

    /** Whether nothing is asked for that is not answered. */
    boolean isIdle() {
        return share == null || (inFlight.isEmpty() && line.pulse().isWaiting());
    }

    /** Ends it: what has begun is done, nothing more is. Called by any thread. */
    void cutOff() {
        cut = true;
        inFlight.drop();
        closeLine();
        parts.buffers().wake();
    }

    private int payloadMax() {
        return parts.limits().memory().payload();
    }

    private void transmit(Handshake.Agreement agreement, ThreadFactory replyThreads) throws IOException {
        Outgoing outgoing = new Outgoing(agreement.transport());
        Outbox outbox = new Outbox(outgoing, inFlight, this::cutOff, replyThreads);
        share = agreement.entered().served().share();
        export = agreement.entered().name();
        try {
            if (new Transmission(session(agreement, outgoing, outbox), parts.stopping()).run()) {
                inFlight.awaitAnswered();
            }
            outgoing.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(agreement.entered(), outbox);
        }
    }

    private Session session(Handshake.Agreement agreement, Outgoing outgoing, Outbox outbox) {
        ReplyBatch batch = new ReplyBatch(outgoing, payloadMax());
        ServedExport served = agreement.entered().served();
        Session.HandOver handOver = new Session.HandOver(
                served.lane(),
                inFlight,
                outbox,
                parts.buffers(),
                served.share(),
                () -> cut,
                payloadMax(),
                new WritePace(parts.nanoTime()));
        return new Session(
                agreement.entered().opened().plane(),
                agreement.entered().readOnly(),
                agreement.dialect(),
                new ReplyEncoder(agreement.dialect().form()),
                agreement.input().with(batch::flush),
                batch,
                handOver);
    }

    /** First nothing more begins, then all that has begun ends, then others may know. */
    private void end(Entrance.Entered entered, Outbox outbox) {
        cutOff();
        inFlight.awaitWorked();
        try {
            outbox.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            parts.entrance().leave(entered, line.pulse());
        }
    }

    private void closeLine() {
        try {
            line.close();
        } catch (IOException e) {
            LOG.debug("closing a connection: {}", e.toString());
        }
    }
}
