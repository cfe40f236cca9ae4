package io.ebsnap.control;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.Welcome;
import io.ebsnap.failure.Failure;
import io.ebsnap.socket.PeerGate;
import io.ebsnap.socket.SocketPlace;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket: takes clients in, each on a thread of its own, within bounds. Started once and closed once; both by one
 * thread.
 */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final long REAP_MILLIS = 500;
    private static final long ACCEPT_RETRY_MILLIS = 100;
    private static final int ROOM_RETRIES = 50;
    private static final long ROOM_RETRY_MILLIS = 10;

    private final SocketPlace place;
    private final Service service;
    private final ControlLimits limits;
    private final LongSupplier nanoTime;
    private final ServerSocketChannel server;
    private final Map<ControlConnection, Thread> connections = new ConcurrentHashMap<>();
    private final AtomicLong accepted = new AtomicLong();
    private final Thread acceptor;
    private final Thread reaper;
    private volatile boolean stopping;

    /**
     * What is behind the socket.
     *
     * @param visitors says who does what a peer asks for
     * @param gate says who may ask
     * @param errors says what went wrong
     * @param welcome to clients that greet
     */
    public record Service(Visitors visitors, PeerGate gate, ErrorAnswers errors, Welcome welcome) {}

    /** Who does what peers ask for. Safe for use by several threads. */
    @FunctionalInterface
    public interface Visitors {

        /**
         * What a peer can ask for now.
         *
         * @param account to be acted for; empty for that of the peer
         * @throws Failure.Denied if the peer may do nothing
         * @throws Failure.NotFound if there is no such account, or it is not for the peer to act for it
         */
        ActionHandler actionsOf(PeerGate.Peer peer, Optional<String> account);
    }

    /**
     * Where the socket is.
     *
     * @param path absolute
     * @param group that it belongs to
     */
    public record Address(Path path, String group) {}

    private ControlServer(SocketPlace place, Service service, ControlLimits limits, LongSupplier nanoTime) {
        this.place = place;
        this.service = service;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.server = place.bind();
        this.acceptor = Thread.ofPlatform().name("control-accept").unstarted(this::accept);
        this.reaper = Thread.ofPlatform().daemon().name("control-reaper").unstarted(this::reap);
    }

    /**
     * Binds the socket and begins to serve.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if another daemon listens there
     * @throws io.ebsnap.failure.Failure.Unavailable if the socket cannot be made
     */
    public static ControlServer start(Address address, Service service, ControlLimits limits, LongSupplier nanoTime) {
        SocketPlace place = new SocketPlace(address.path(), address.group());
        ControlServer server = new ControlServer(place, service, limits, nanoTime);
        server.acceptor.start();
        server.reaper.start();
        LOG.info("socket={} group={} listening", address.path(), address.group());
        return server;
    }

    private void accept() {
        while (!stopping) {
            try {
                admit(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("socket={} accepting a client failed", place.path(), e);
                rest(ACCEPT_RETRY_MILLIS);
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("socket={} taking a client in failed", place.path(), e);
                rest(ACCEPT_RETRY_MILLIS);
            }
        }
    }

    private void admit(SocketChannel channel) {
        ControlConnection connection = new ControlConnection(channel, limits, nanoTime);
        if (!hasRoom()) {
            connection.refuse(new ApiError(
                    "RequestLimitExceeded",
                    ErrorKind.EXHAUSTED,
                    limits.connectionsMax() + " clients are connected already",
                    "try again in a moment"));
            return;
        }
        Thread thread = Thread.ofPlatform()
                .name("control-" + accepted.incrementAndGet())
                .unstarted(() -> serve(connection, channel));
        connections.put(connection, thread);
        thread.start();
    }

    /** Clients that are leaving get a moment to do so; those that come meanwhile wait in the kernel's queue. */
    private boolean hasRoom() {
        for (int i = 0; i < ROOM_RETRIES && !stopping; i++) {
            if (connections.size() < limits.connectionsMax()) {
                return true;
            }
            rest(ROOM_RETRY_MILLIS);
        }
        return connections.size() < limits.connectionsMax();
    }

    private void serve(ControlConnection connection, SocketChannel channel) {
        try {
            PeerGate.Peer peer = service.gate().peer(channel);
            if (peer.isAllowed()) {
                converse(connection, peer);
            } else {
                LOG.warn("peer={} refused: neither root nor in the group", peer.name());
                connection.refuse(new ApiError(
                        "UnauthorizedOperation",
                        ErrorKind.DENIED,
                        "user " + peer.name() + " may not use this daemon",
                        "root and members of the socket's group may"));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("socket={} serving a client failed", place.path(), e);
        } finally {
            connection.close();
            connections.remove(connection);
        }
    }

    private void converse(ControlConnection connection, PeerGate.Peer peer) {
        try {
            ActionHandler unused = service.visitors().actionsOf(peer, Optional.empty());
        } catch (Failure e) {
            LOG.warn("peer={} refused: {}", peer.name(), e.getMessage());
            connection.refuse(new ApiError(
                    ErrorAnswers.code(e),
                    ErrorAnswers.kind(e),
                    ErrorAnswers.text(e),
                    e.hint().orElse(null)));
            return;
        }
        connection.serve(new Conversation(
                account -> service.visitors().actionsOf(peer, account), service.errors(), service.welcome()));
    }

    private void reap() {
        while (!stopping || !connections.isEmpty()) {
            connections.keySet().forEach(ControlConnection::closeIfOverdue);
            if (!rest(REAP_MILLIS)) {
                return;
            }
        }
    }

    private static boolean rest(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes no more clients, lets requests under way come to their answers for a while, and removes the socket. */
    @Override
    public void close() {
        stopping = true;
        place.release();
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("socket={} closing failed", place.path(), e);
        }
        connections.keySet().forEach(ControlConnection::stop);
        drain(nanoTime.getAsLong() + limits.drain().toNanos());
        reaper.interrupt();
        LOG.info("socket={} closed", place.path());
    }

    private void drain(long deadlineNanos) {
        try {
            acceptor.join(limits.drain());
            for (Map.Entry<ControlConnection, Thread> entry : connections.entrySet()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - nanoTime.getAsLong());
                entry.getValue().join(Math.max(1, left));
                entry.getKey().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connections.keySet().forEach(ControlConnection::close);
        }
    }
}
