package io.ebsnap.remote;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.snapshot.DistantCopyOrder;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantName;
import io.ebsnap.snapshot.DistantPlan;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.task.TaskView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A daemon's engine among others, over real TLS on the loopback. */
final class RemoteFixture implements AutoCloseable {

    static final RemoteLimits LIMITS = new RemoteLimits(5_000, 5_000, 60_000, 64, 24, 1_000, 1, 20);
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final Lz4Blocks LZ4 = Lz4Blocks.load();

    final EngineFixture engine;
    private final Path directory;
    private @Nullable RemoteService service;
    private int port;

    RemoteFixture(long seed) {
        this(seed, new MemoryObjectStore());
    }

    /** On a disk. */
    RemoteFixture(long seed, ObjectStore disk) {
        this.engine = new EngineFixture(seed).on(disk);
        this.directory = scratch();
        engine.elsewhere = this::placesOf;
        engine.restart();
        listen();
    }

    /** Another daemon on the same store. */
    void restart() {
        service().close();
        engine.restart();
        listen();
    }

    RemoteService service() {
        return Objects.requireNonNull(service);
    }

    Fingerprint fingerprint() {
        return service().identity().fingerprint();
    }

    int port() {
        return port;
    }

    /** Makes another one known that is called at a port. */
    RemoteRecord know(String name, RemoteFixture other, int at) {
        return service()
                .remotes()
                .add(new RemoteRecord(
                        name,
                        LOOPBACK.getHostAddress() + ":" + at,
                        other.fingerprint().hex(),
                        true,
                        false,
                        null));
    }

    /** An order to copy from another one, under a key. */
    DistantCopyOrder order(RemoteFixture other, SnapshotRecord source, String key) {
        return new DistantCopyOrder(
                new DistantName("remote:" + other.fingerprint(), new SnapshotId(source.snapshotId())),
                "",
                List.of(),
                false,
                key,
                "000000000000",
                Pace.FREE);
    }

    private RemoteSnapshots placesOf(Catalog catalog) {
        SecureRandom random = new SecureRandom();
        service = new RemoteService(new RemoteService.Parts(
                catalog,
                directory,
                new RemoteService.Self(StoreId.of(new byte[StoreId.BYTES]), "ebsnapd test"),
                new RemoteService.Surroundings(now(), System::nanoTime, random),
                LZ4,
                LIMITS));
        return (RemoteSnapshots) service.places();
    }

    /** Whose clock is in the range of the records'. */
    private static InstantSource now() {
        return InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z"));
    }

    void listen() {
        listen(0);
    }

    /** At a port; 0 for any. */
    void listen(int at) {
        port = service()
                .listen(
                        new InetSocketAddress(LOOPBACK, at),
                        new RemoteService.Served(contents(), new DirectCopies(this), engine.snapshots));
    }

    /** Copies to others. */
    Pushes pushes() {
        return service().pushes(new Pushes.Parts(engine.catalog, engine.tasks, contents()));
    }

    private Contents contents() {
        return new Contents(
                new Everything(engine.catalog), engine.chunks.reader(), engine.pages, engine.mapsInUse, LZ4);
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "remotes")), "daemon");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        engine.close();
        service().close();
    }

    /** Without accounts and their keys. */
    private record DirectCopies(RemoteFixture daemon) implements RemoteCopies {

        @Override
        public String fingerprint() {
            return daemon.fingerprint().hex();
        }

        @Override
        public RemoteRecord add(RemoteRecord remote) {
            return daemon.service().remotes().add(remote);
        }

        @Override
        public List<RemoteRecord> list() {
            return daemon.service().remotes().list();
        }

        @Override
        public void remove(String name) {
            daemon.service().remotes().remove(name);
        }

        @Override
        public RemoteStatus check(String name) {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public List<DistantFacts> snapshots(String name) {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public DistantPlan planPull(PullOrder order) {
            return daemon.engine.snapshots.planCopyFrom(distant(order));
        }

        @Override
        public SnapshotRecord pull(PullOrder order) {
            return daemon.engine.snapshots.copyFrom(distant(order));
        }

        @Override
        public PushPlan planPush(PushOrder order) {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public TaskView push(PushOrder order) {
            throw new AssertionError("nobody asks for it");
        }

        private DistantCopyOrder distant(PullOrder order) {
            RemoteRecord remote = daemon.service().remotes().require(order.remote());
            return new DistantCopyOrder(
                    new DistantName(RemoteSnapshots.placeOf(remote), order.source()),
                    order.description(),
                    order.tags(),
                    order.copyTags(),
                    order.key(),
                    "000000000000",
                    order.pace());
        }
    }

    /** Shows all there is. */
    private record Everything(Catalog catalog) implements Offers {

        @Override
        public List<SnapshotRecord> list(@Nullable String accountId) {
            try (Stream<SnapshotRecord> all = catalog.list(CatalogKind.SNAPSHOT)) {
                return all.sorted(Comparator.comparing(SnapshotRecord::startTime))
                        .toList();
            }
        }

        @Override
        public SnapshotRecord require(@Nullable String accountId, SnapshotId id) {
            return catalog.find(CatalogKind.SNAPSHOT, id.value())
                    .orElseThrow(() -> new Failure.NotFound("there is no " + id));
        }
    }
}
