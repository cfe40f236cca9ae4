package io.ebsnap.attach;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Accounts;
import io.ebsnap.nbd.Exports;
import io.ebsnap.nbd.NbdServer;
import io.ebsnap.nbd.Peer;
import io.ebsnap.nbd.ServerLimits;
import io.ebsnap.volume.DataPlane;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An NBD server of which the kernel's driver is the only client: what clients from outside may take, threads and memory, attached
 * devices have besides. Started with the first device. Safe for use by several threads.
 */
final class KernelClients implements AutoCloseable {

    private static final Peer KERNEL = new Peer.LocalUser("the kernel");
    private static final int MIB = 1 << 20;

    /** The longest request that the driver can be told to make. */
    private static final int PAYLOAD_BYTES_MAX = 32 * MIB;

    /** As many as the driver has under way on a connection. */
    private static final int REQUESTS_MAX = 128;

    /** A device has one, and another one for the moment in which that takes the first one's place. */
    private static final int CONNECTIONS_OF_A_DEVICE = 2;

    private final Accounts accounts;
    private final LongSupplier nanoTime;
    private final ServerLimits limits;
    private final Map<String, DataPlane> opening = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    @GuardedBy("this")
    private @Nullable NbdServer server;

    @GuardedBy("this")
    private boolean closed;

    KernelClients(AttachSettings settings, Accounts accounts, LongSupplier nanoTime) {
        this.accounts = accounts;
        this.nanoTime = nanoTime;
        this.limits = new ServerLimits(
                new ServerLimits.Connections(settings.attachedMax() * CONNECTIONS_OF_A_DEVICE, CONNECTIONS_OF_A_DEVICE),
                new ServerLimits.Requests(REQUESTS_MAX, settings.waiters(), settings.waiters()),
                new ServerLimits.Memory(PAYLOAD_BYTES_MAX, PAYLOAD_BYTES_MAX, PAYLOAD_BYTES_MAX / 2),
                new ServerLimits.Times(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10)));
    }

    /**
     * Serves a plane at the other end of a connection, after what earlier ones of the same name had begun is done.
     *
     * @param channel the server's from now on; closed if this fails
     * @param plane closed when the connection has ended and nothing of it is under way, or if this fails
     */
    NbdServer.Attached serve(SocketChannel channel, DataPlane plane) {
        String export = plane.name() + " " + numbers.incrementAndGet();
        opening.put(export, plane);
        try {
            return server().openTransmission(channel, export, KERNEL);
        } finally {
            opening.remove(export);
        }
    }

    private synchronized NbdServer server() {
        if (closed) {
            throw new Failure.Conflict("the daemon is stopping");
        }
        if (server == null) {
            server = NbdServer.start(List.of(), new NbdServer.Service(new Planes(), accounts, nanoTime), limits);
        }
        return server;
    }

    /** Those that are being opened just now. */
    private final class Planes implements Exports {
        @Override
        public List<Entry> list(Peer peer) {
            return List.of();
        }

        @Override
        public Opened open(String name, Peer peer) {
            DataPlane plane = opening.get(name);
            if (plane == null) {
                throw new Failure.NotFound("no device is called " + name);
            }
            return new Opened(plane, false, "");
        }
    }

    /** Ends all connections that are left. */
    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            server.close();
        }
    }
}
