package io.ebsnap.metrics;

import io.ebsnap.failure.Failure;
import io.ebsnap.socket.SocketPlace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives metrics out, on a Unix socket and, if it is wanted, on a port; who can connect can read them, and nobody can do anything else. Started once and closed once;
 * both by one thread.
 */
public final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final long RETRY_MILLIS = 100;

    private final SocketPlace place;
    private final Supplier<Page> page;
    private final ScrapeLimits limits;
    private final LongSupplier nanoTime;
    private final Semaphore room;
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private volatile boolean stopping;

    private MetricsServer(SocketPlace place, Supplier<Page> page, ScrapeLimits limits, LongSupplier nanoTime) {
        this.place = place;
        this.page = page;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.room = new Semaphore(limits.clientsMax());
    }

    /**
     * Begins to serve.
     *
     * @param page made for each request; safe for use by several threads
     * @throws Failure.Conflict if somebody else listens there
     * @throws Failure.Unavailable if there cannot be listened
     */
    public static MetricsServer start(
            Addresses addresses, Supplier<Page> page, ScrapeLimits limits, LongSupplier nanoTime) {
        MetricsServer server = new MetricsServer(addresses.place(), page, limits, nanoTime);
        try {
            server.listen("metrics-accept", addresses.place().bind());
            addresses.port().ifPresent(port -> server.listen("metrics-accept-tcp", bound(port)));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        LOG.info(
                "metrics={} port={} given out",
                addresses.place().path(),
                addresses.port().map(Object::toString).orElse(""));
        return server;
    }

    /**
     * Where metrics are given out.
     *
     * @param place of a Unix socket
     * @param port of this machine; empty for none
     */
    public record Addresses(SocketPlace place, Optional<InetSocketAddress> port) {}

    private static ServerSocketChannel bound(InetSocketAddress port) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return server.bind(port);
        } catch (IOException e) {
            throw new Failure.Unavailable("listening for who wants metrics at " + port + ": " + e.getMessage(), e);
        }
    }

    private void listen(String name, ServerSocketChannel server) {
        servers.add(server);
        Thread.ofPlatform().daemon().name(name).start(() -> accept(server));
    }

    private void accept(ServerSocketChannel server) {
        while (!stopping) {
            try {
                admit(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("accepting who wants metrics failed: {}", e.toString());
                pause();
            }
        }
    }

    private void admit(SocketChannel client) throws IOException {
        if (!room.tryAcquire()) {
            client.close();
            return;
        }
        Thread.ofPlatform().daemon().name("metrics").start(() -> {
            try (client) {
                serve(client);
            } catch (IOException e) {
                LOG.debug("a connection that wanted metrics was not closed: {}", e.toString());
            }
        });
    }

    /** There is room again before the client sees the end of its answer: it may come again at once. */
    private void serve(SocketChannel client) {
        try {
            new ScrapeConnection(client, limits, nanoTime).serve(page);
        } catch (IOException | Failure e) {
            LOG.debug("metrics were not given out: {}", e.toString());
        } finally {
            room.release();
        }
    }

    /** The port that it listens at, where that was left to the kernel. */
    int port() throws IOException {
        return ((InetSocketAddress) servers.getLast().getLocalAddress()).getPort();
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping = true;
        for (ServerSocketChannel server : servers) {
            try {
                server.close();
            } catch (IOException e) {
                LOG.warn("closing a socket of metrics failed", e);
            }
        }
        place.release();
    }
}
