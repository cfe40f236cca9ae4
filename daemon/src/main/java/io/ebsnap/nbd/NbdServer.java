package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Accounts;
import io.ebsnap.socket.PeerGate;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves exports to NBD clients. Started once and closed once; connections may be given to it by any thread in between. {@code
 * docs/design/nbd-server.md}.
 */
public final class NbdServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NbdServer.class);
    private static final long LOOK_MILLIS = 250;

    /** What holds for a connection that came without a listener: no TLS, and none asked for. */
    private static final ListenAddress DIRECT = new ListenAddress.Unix(java.nio.file.Path.of("/"), "");

    private final Service service;
    private final ServerLimits limits;
    private final RequestWorkers workers;
    private final Connections connections;
    private final Entrance entrance;
    private final Connection.Parts parts;
    private final List<Listener> listeners = new ArrayList<>();
    private final Thread watch;
    private volatile boolean stopping;

    /**
     * What is behind the sockets.
     *
     * @param exports what is served
     * @param accounts the machine's users, to see who connects to a Unix socket
     * @param nanoTime elapsed nanoseconds of a clock that is never set
     */
    public record Service(Exports exports, Accounts accounts, LongSupplier nanoTime) {}

    /**
     * What the kernel must know of an export that it speaks for.
     *
     * @param sizeBytes of the export
     * @param flags of the transmission, as the protocol numbers them
     */
    public record Attached(long sizeBytes, int flags) {}

    private NbdServer(Service service, ServerLimits limits) {
        this.service = service;
        this.limits = limits;
        this.workers = new RequestWorkers(limits.requests());
        PayloadBuffers buffers = new PayloadBuffers(limits.memory(), service.nanoTime());
        this.connections = new Connections(limits, buffers, service.nanoTime());
        this.entrance = new Entrance(
                service.exports(),
                new ServedExports(workers, limits.connections().perExport(), service.nanoTime()));
        this.parts = new Connection.Parts(limits, entrance, buffers, () -> stopping, service.nanoTime());
        this.watch = Thread.ofPlatform().daemon().name("nbd-watch").unstarted(this::watch);
    }

    /**
     * Begins to serve.
     *
     * @param addresses where; may be none
     * @throws Failure.Conflict if somebody else listens at one of them
     * @throws Failure.Unavailable if one cannot be listened at; then none is
     */
    public static NbdServer start(List<ListenAddress> addresses, Service service, ServerLimits limits) {
        NbdServer server = new NbdServer(service, limits);
        server.watch.start();
        try {
            for (ListenAddress address : addresses) {
                server.listeners.add(Listener.open(address, server::admit));
            }
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where it listens, in the order of the addresses; with the ports that were chosen. */
    public List<SocketAddress> boundTo() {
        return listeners.stream().map(Listener::boundTo).toList();
    }

    /**
     * Serves a client at the other end of a connected channel, handshake and all.
     *
     * @param channel the server's from now on
     * @param peer who that is
     * @throws Failure.Exhausted if there are too many clients; then the channel is still the caller's
     */
    public void openConnection(SocketChannel channel, Peer peer) {
        Connection connection = new Connection(channel, parts);
        start(connection, name -> connection.serve(peer, DIRECT, replyThreads(name)));
    }

    /**
     * Serves an export at the other end of a connected channel at once, without a handshake and in the simple form: what the kernel's
     * driver speaks.
     *
     * @param channel the server's from now on
     * @throws Failure.NotFound if there is no such export
     * @throws Failure.Exhausted if there are too many clients; then the channel is still the caller's
     */
    public Attached openTransmission(SocketChannel channel, String export, Peer peer) {
        Connection connection = new Connection(channel, parts);
        Entrance.Entered entered = entrance.enter(export, peer, connection.pulse(), connection.handshakeDeadline());
        Attached attached = new Attached(
                entered.opened().plane().sizeBytes(), Dialect.SIMPLE.transmissionFlags(entered.readOnly()));
        try {
            start(connection, name -> connection.serve(entered, replyThreads(name)));
        } catch (Failure.Exhausted e) {
            entrance.leave(entered, connection.pulse());
            throw e;
        }
        return attached;
    }

    /**
     * Cuts off the clients of an export, which {@link Exports} must open no more. When this returns, nothing that they have asked for reaches its plane
     * any more, but for what hangs there.
     *
     * @param export as clients call it
     * @return how many connections still wait for the plane, after as long as requests get when the server ends
     */
    public int disconnect(String export) {
        return connections.disconnect(export);
    }

    /** Takes no more clients, lets requests under way come to their answers for a while, and removes the sockets. */
    @Override
    public void close() {
        stopping = true;
        listeners.forEach(Listener::close);
        connections.close();
        workers.close();
        watch.interrupt();
        LOG.info("nbd server closed");
    }

    private void start(Connection connection, Connections.Serving serving) {
        if (stopping || !connections.start(connection, serving)) {
            throw new Failure.Exhausted(
                    "the NBD server has " + limits.connections().all() + " clients already, or is being stopped", null);
        }
    }

    private void admit(SocketChannel client, ListenAddress address, Optional<Peer> known) {
        Connection connection = new Connection(client, parts);
        start(connection, name -> {
            Optional<Peer> peer = known.or(() -> peerOf(client, address));
            if (peer.isPresent()) {
                connection.serve(peer.get(), address, replyThreads(name));
            } else {
                connection.cutOff();
            }
        });
    }

    private Optional<Peer> peerOf(SocketChannel client, ListenAddress address) {
        String group = address instanceof ListenAddress.Unix unix ? unix.group() : "";
        try {
            return Listener.localPeer(new PeerGate(service.accounts(), group), client);
        } catch (IOException e) {
            LOG.warn("nbd={} asking who connects failed", address.describe(), e);
            return Optional.empty();
        }
    }

    private static ThreadFactory replyThreads(String connection) {
        return work ->
                Thread.ofPlatform().daemon().name(connection + "-replies").unstarted(work);
    }

    /** What goes wrong with one look must not leave all clients unwatched. */
    private void look() {
        try {
            connections.look();
        } catch (RuntimeException e) {
            LOG.error("looking after the clients failed", e);
        }
    }

    private void watch() {
        try {
            while (true) {
                look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // The server was closed.
        }
    }
}
