package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import io.ebsnap.socket.PeerGate;
import io.ebsnap.socket.SocketPlace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One address with the thread that takes clients in there. Opened and closed by one thread. */
final class Listener implements AutoCloseable {

    /** So many clients may come at the same moment. */
    private static final int BACKLOG = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long RETRY_MILLIS = 100;

    /** After so many seconds of silence a dead machine is looked for, every so often, so many times: a minute in all. */
    private static final int KEEPALIVE_IDLE_SECONDS = 30;

    private static final int KEEPALIVE_INTERVAL_SECONDS = 10;
    private static final int KEEPALIVE_PROBES = 3;

    private final ListenAddress address;
    private final Optional<SocketPlace> place;
    private final ServerSocketChannel channel;
    private final Admission admission;
    private final Thread thread;

    /** Takes clients in. */
    interface Admission {
        /** Serves a client, on another thread, or hangs up. */
        void admit(SocketChannel client, ListenAddress address, Optional<Peer> known);
    }

    private Listener(
            ListenAddress address, Optional<SocketPlace> place, ServerSocketChannel channel, Admission admission) {
        this.address = address;
        this.place = place;
        this.channel = channel;
        this.admission = admission;
        this.thread = Thread.ofPlatform().name("nbd-accept").unstarted(this::accept);
    }

    /**
     * Binds and begins to take clients in.
     *
     * @throws Failure.Conflict if somebody else listens there
     * @throws Failure.Unavailable if the socket cannot be made
     */
    static Listener open(ListenAddress address, Admission admission) {
        Listener listener = switch (address) {
            case ListenAddress.Unix unix -> {
                SocketPlace place = new SocketPlace(unix.path(), unix.group());
                yield new Listener(address, Optional.of(place), place.bind(), admission);
            }
            case ListenAddress.Tcp tcp -> new Listener(address, Optional.empty(), bind(tcp.address()), admission);
        };
        listener.thread.start();
        LOG.info("nbd={} tls={} listening", address.describe(), address.tls().isPresent());
        return listener;
    }

    private static ServerSocketChannel bind(InetSocketAddress address) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            try {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                return server.bind(address, BACKLOG);
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("listening at " + address + ": " + e, e);
        }
    }

    /** Where it listens indeed. */
    SocketAddress boundTo() {
        try {
            return channel.getLocalAddress();
        } catch (IOException e) {
            throw new Failure.Unavailable("asking where " + address.describe() + " listens: " + e, e);
        }
    }

    private void accept() {
        while (true) {
            try {
                take(channel.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                LOG.warn("nbd={} taking a client in failed", address.describe(), e);
                rest();
            }
        }
    }

    private void take(SocketChannel client) throws IOException {
        try {
            if (address instanceof ListenAddress.Tcp) {
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                keepAlive(client);
                admission.admit(
                        client, address, Optional.of(new Peer.Anonymous(String.valueOf(client.getRemoteAddress()))));
            } else {
                admission.admit(client, address, Optional.empty());
            }
        } catch (Failure.Exhausted e) {
            LOG.warn("nbd={} a client was hung up on: {}", address.describe(), e.getMessage());
            client.close();
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** A connection whose machine is gone ends within a minute, and with it what its export's fence waits for. */
    private static void keepAlive(SocketChannel client) throws IOException {
        client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
        client.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_INTERVAL_SECONDS);
        client.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_PROBES);
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes nobody in any more, and removes its socket. */
    @Override
    public void close() {
        place.ifPresent(SocketPlace::release);
        try {
            channel.close();
            thread.join();
        } catch (IOException e) {
            LOG.warn("nbd={} closing failed", address.describe(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Who may come in at a Unix socket.
     *
     * @return nothing if the peer may not
     */
    static Optional<Peer> localPeer(PeerGate gate, SocketChannel client) throws IOException {
        PeerGate.Peer peer = gate.peer(client);
        if (!peer.isAllowed()) {
            LOG.warn("peer={} refused: neither root nor in the group", peer.name());
            return Optional.empty();
        }
        return Optional.of(new Peer.LocalUser(peer.name()));
    }
}
