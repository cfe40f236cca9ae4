package io.ebsnap.service;

import io.ebsnap.exchange.SnapshotServer;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Accounts;
import io.ebsnap.nbd.Exports;
import io.ebsnap.nbd.ListenAddress;
import io.ebsnap.nbd.NbdServer;
import io.ebsnap.nbd.Peer;
import io.ebsnap.nbd.ServerLimits;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Serves snapshots to programs that the daemon starts, each by an NBD server of its own that nobody else reaches.
 *
 * @param planes opens snapshots
 * @param directory of sockets, which nobody else may enter
 * @param accounts the machine's users
 * @param nanoTime elapsed time
 * @param random names sockets
 */
record ServedSnapshots(
        SnapshotPlanes planes, Path directory, Accounts accounts, LongSupplier nanoTime, RandomGenerator random)
        implements SnapshotServer {

    private static final int MIB = 1 << 20;
    private static final int NAME_BYTES = 8;

    /** One program, that reads blocks of up to 2 MiB, eight at a time. */
    private static final ServerLimits LIMITS = new ServerLimits(
            new ServerLimits.Connections(4, 4),
            new ServerLimits.Requests(16, 8, 8),
            new ServerLimits.Memory(32 * MIB, 32 * MIB, 32 * MIB),
            new ServerLimits.Times(
                    Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofSeconds(1)));

    @Override
    public Served serve(SnapshotId snapshot, UnaryOperator<DataPlane> watched) {
        DataPlane held = planes.open(snapshot);
        try {
            byte[] name = new byte[NAME_BYTES];
            random.nextBytes(name);
            Path socket = directory.resolve(HexFormat.of().formatHex(name));
            NbdServer server = NbdServer.start(
                    List.of(new ListenAddress.Unix(socket, "")),
                    new NbdServer.Service(new OneSnapshot(held, watched), accounts, nanoTime),
                    LIMITS);
            return new Running(held, planes.contentBytes(snapshot), server, socket);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** One that is served, and held until that ends. */
    private record Running(DataPlane held, long contentBytes, NbdServer server, Path socket) implements Served {

        @Override
        public String uri() {
            return "nbd+unix:///" + held.name() + "?socket=" + socket;
        }

        @Override
        public long sizeBytes() {
            return held.sizeBytes();
        }

        @Override
        public void close() {
            try {
                server.close();
            } finally {
                held.close();
            }
        }
    }

    /** A single export. */
    private record OneSnapshot(DataPlane held, UnaryOperator<DataPlane> watched) implements Exports {

        @Override
        public List<Entry> list(Peer peer) {
            return List.of(new Entry(held.name(), ""));
        }

        @Override
        public Opened open(String name, Peer peer) {
            if (!name.equals(held.name())) {
                throw new Failure.NotFound("there is no export '" + name + "'");
            }
            return new Opened(watched.apply(new Borrowed(held)), true, "");
        }
    }

    /** A view whose end does not end the one behind it. */
    private static final class Borrowed extends ForwardingDataPlane {

        Borrowed(DataPlane plane) {
            super(plane);
        }

        @Override
        public void close() {
            // Its owner closes it.
        }
    }
}
