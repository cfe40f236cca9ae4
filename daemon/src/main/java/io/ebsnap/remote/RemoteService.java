package io.ebsnap.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.compress.BlockDecompressor;
import io.ebsnap.identity.StoreId;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.snapshot.DistantCopying;
import io.ebsnap.snapshot.DistantSnapshots;
import io.ebsnap.snapshot.SnapshotService;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** This daemon among others: who it is, whom it knows, how it calls and is called. Safe for use by several threads. */
public final class RemoteService implements AutoCloseable {

    private final Parts parts;
    private final LineWatch watch = LineWatch.start();
    private final RemoteTls tls;
    private final Remotes remotes;
    private final RemoteLines lines;
    private final RemoteSnapshots snapshots;
    private final WaitingLines waiting = new WaitingLines();
    private final Asking.Tools asking;

    @GuardedBy("this")
    private @Nullable RemoteIdentity identity;

    @GuardedBy("this")
    private @Nullable RemoteListener listener;

    /**
     * What it is put together with.
     *
     * @param catalog that remotes are kept in
     * @param directory for what it keeps beside, which is there
     * @param self who this daemon is
     * @param surroundings time and chance
     * @param decompressor of blocks that come
     * @param limits of what remotes may take
     */
    public record Parts(
            Catalog catalog,
            Path directory,
            Self self,
            Surroundings surroundings,
            BlockDecompressor decompressor,
            RemoteLimits limits) {}

    /**
     * Who this daemon is.
     *
     * @param store its store
     * @param software that it runs: its name and version
     */
    public record Self(StoreId store, String software) {}

    /**
     * Time and chance.
     *
     * @param clock the time of day
     * @param nanoClock elapsed nanoseconds
     * @param random for keys and TLS
     */
    public record Surroundings(InstantSource clock, LongSupplier nanoClock, SecureRandom random) {}

    /**
     * What remotes are served with that call.
     *
     * @param contents what they may read
     * @param copies makes the copies that they order
     * @param snapshots where these are
     */
    public record Served(Contents contents, RemoteCopies copies, SnapshotService snapshots) {}

    /** Calls nobody yet, and cannot be called. */
    public RemoteService(Parts parts) {
        this.parts = parts;
        Surroundings surroundings = parts.surroundings();
        this.tls = new RemoteTls(this::identity, surroundings.random());
        this.remotes = new Remotes(parts.catalog(), this::hangUpOn);
        this.asking = new Asking.Tools(parts.limits(), parts.decompressor(), surroundings.clock());
        this.lines = new RemoteLines(tls, watch, asking, self());
        this.snapshots = new RemoteSnapshots(
                remotes, new RemoteSnapshots.Lines(lines, waiting), parts.limits(), parts.directory());
    }

    /** The snapshots of remotes. */
    public DistantSnapshots places() {
        return snapshots;
    }

    /**
     * Can be called from now on.
     *
     * @return the port
     * @throws io.ebsnap.failure.Failure.Unavailable if the address cannot be had
     */
    public int listen(InetSocketAddress address, Served served) {
        RemoteListener started = RemoteListener.start(
                address,
                new RemoteListener.Parts(
                        identity(),
                        remotes,
                        served.contents(),
                        watch,
                        parts.limits(),
                        self(),
                        tls,
                        parts.surroundings().clock(),
                        new ReceivedCopies(served.copies(), served.snapshots()),
                        waiting,
                        asking));
        synchronized (this) {
            listener = started;
        }
        return started.port();
    }

    /** Cannot be called any more. */
    public void hangUp() {
        RemoteListener open;
        synchronized (this) {
            open = listener;
            listener = null;
        }
        if (open != null) {
            open.close();
        }
    }

    /** What people do with remotes. */
    public RemoteCopies copies(DistantCopying copying, KeyServices keys, Pushes pushes) {
        return new CalledRemotes(this, copying, keys, pushes);
    }

    /** Copies to remotes. */
    public Pushes pushes(Pushes.Parts with) {
        return new Pushes(this, with);
    }

    RemoteLimits limits() {
        return parts.limits();
    }

    Remotes remotes() {
        return remotes;
    }

    RemoteLines lines() {
        return lines;
    }

    Surroundings surroundings() {
        return parts.surroundings();
    }

    synchronized RemoteIdentity identity() {
        if (identity == null) {
            identity = RemoteIdentity.openOrMake(
                    parts.directory().resolve("identity"),
                    parts.surroundings().random(),
                    parts.surroundings().clock().instant());
        }
        return identity;
    }

    private RemoteLines.Self self() {
        return new RemoteLines.Self(
                parts.self().store(),
                parts.self().software(),
                parts.surroundings().nanoClock());
    }

    private void hangUpOn(Fingerprint fingerprint) {
        RemoteListener open;
        synchronized (this) {
            open = listener;
        }
        if (open != null) {
            open.hangUpOn(fingerprint);
        }
    }

    @Override
    public void close() {
        hangUp();
        watch.close();
    }
}
