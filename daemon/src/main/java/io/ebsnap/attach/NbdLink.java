package io.ebsnap.attach;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdSocket;
import io.ebsnap.nbd.NbdServer;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection between a device of the kernel's NBD driver and its volume. One that breaks is replaced: what the kernel asked for
 * and was not answered, it asks for again. Safe for use by several threads.
 */
final class NbdLink {

    private static final Logger LOG = LoggerFactory.getLogger(NbdLink.class);
    private static final long PAUSE_NANOS = 250_000_000;

    private final NbdParts parts;
    private final String volume;
    private final DataPlane plane;

    @GuardedBy("this")
    private @Nullable Connection current;

    @GuardedBy("this")
    private boolean stopping;

    NbdLink(NbdParts parts, String volume, DataPlane plane) {
        this.parts = parts;
        this.volume = volume;
        this.plane = plane;
    }

    /** Tells the kernel of a connection that is being served. */
    @FunctionalInterface
    interface Introduction {
        void give(NbdSocket socket, NbdServer.Attached served) throws LinuxException;
    }

    /** A use of the plane, which stays open after it. */
    private final class Connection extends ForwardingDataPlane {

        private final SocketChannel channel;
        private final CountDownLatch ended = new CountDownLatch(1);

        Connection(SocketChannel channel) {
            super(plane);
            this.channel = channel;
        }

        /** Called by the server when nothing of the connection is under way. */
        @Override
        public void close() {
            ended.countDown();
            replace(this);
        }
    }

    /**
     * Makes the connection.
     *
     * @throws Failure if that does not work; there is none then, and none is tried
     */
    void open(Introduction kernel) {
        try {
            connect(kernel);
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "the kernel does not take " + volume + " as a device: " + failed.getMessage(), failed);
        }
    }

    private void connect(Introduction kernel) throws IOException {
        KernelSockets.Pair pair = parts.sockets().open();
        try (NbdSocket handedOver = pair.handedOver()) {
            Connection connection = new Connection(pair.served());
            try {
                kernel.give(handedOver, parts.clients().serve(pair.served(), connection));
                keep(connection);
            } catch (IOException | RuntimeException failed) {
                pair.served().close();
                throw failed;
            }
        }
    }

    /** From now on it is replaced when it ends; it may have ended already. */
    private void keep(Connection connection) {
        synchronized (this) {
            current = connection;
        }
        if (connection.ended.getCount() == 0) {
            replace(connection);
        }
    }

    private synchronized void replace(Connection ended) {
        if (current == ended && !stopping) {
            current = null;
            LOG.warn("attachment-connection-lost volume={}", volume);
            Thread.ofPlatform().daemon().name("attach-" + volume + "-reconnect").start(this::reconnectForGood);
        }
    }

    private void reconnectForGood() {
        boolean connected = false;
        while (!connected && !isStopping()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            connected = tryReconnect();
        }
    }

    private boolean tryReconnect() {
        try {
            reconnect();
            LOG.info("attachment-reconnected volume={}", volume);
            return true;
        } catch (Failure.NotFound gone) {
            LOG.error("attachment-ended volume={} reason={}", volume, gone.getMessage());
            return true;
        } catch (Failure failed) {
            LOG.warn("attachment-not-reconnected volume={} reason={}", volume, failed.getMessage());
            return false;
        }
    }

    /**
     * Makes the connection in the place of one that is dead. If the kernel has not noticed that yet, it is tried again.
     *
     * @throws Failure.NotFound if the kernel has no device of this volume
     * @throws Failure if it does not work
     */
    void reconnect() {
        int index = parts.control()
                .find(volume)
                .orElseThrow(() -> new Failure.NotFound("the device of " + volume + " was disconnected"));
        open((socket, served) -> parts.control().reconnect(index, volume, List.of(socket)));
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** From now on, or no longer, the connection may end without being replaced. */
    synchronized void expectEnd(boolean expected) {
        stopping = expected;
        Connection connection = current;
        if (!expected && connection != null && connection.ended.getCount() == 0) {
            replace(connection);
        }
    }

    /** Ends the connection, and waits, so long at most, until nothing of it is under way. */
    void stop(Duration limit) {
        expectEnd(true);
        Connection connection = current();
        if (connection == null) {
            return;
        }
        try {
            connection.channel.close();
            if (!connection.ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("attachment-stop-overdue volume={}", volume);
            }
        } catch (IOException failed) {
            LOG.warn("attachment-close-failed volume={} error={}", volume, failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Connection current() {
        return current;
    }
}
