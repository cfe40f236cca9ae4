package io.ebsnap.remote;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.snapshot.ChunkAliases;
import io.ebsnap.snapshot.DistantName;
import io.ebsnap.snapshot.DistantSnapshot;
import io.ebsnap.snapshot.DistantSnapshots;
import java.nio.file.Path;
import java.util.Optional;

/** The snapshots of remotes. Safe for use by several threads. */
final class RemoteSnapshots implements DistantSnapshots {

    private static final String SCHEME = "remote:";

    private final Remotes remotes;
    private final RemoteLines lines;
    private final RemoteLimits limits;
    private final Path directory;
    private final WaitingLines waiting;

    /** Connections that are made to remotes, and that they have made. */
    record Lines(RemoteLines made, WaitingLines waiting) {}

    /** @param directory where it is kept what came from whom */
    RemoteSnapshots(Remotes remotes, Lines lines, RemoteLimits limits, Path directory) {
        this.remotes = remotes;
        this.lines = lines.made();
        this.waiting = lines.waiting();
        this.limits = limits;
        this.directory = directory;
    }

    /** The place of a remote's snapshots. */
    static String placeOf(RemoteRecord remote) {
        return SCHEME + remote.fingerprint();
    }

    @Override
    public DistantSnapshot open(DistantName name, Patience patience) {
        Fingerprint fingerprint = fingerprint(name.place());
        RemoteRecord unused = require(fingerprint);
        return new RemoteSnapshot(name.snapshot(), () -> line(fingerprint), patience, limits);
    }

    @Override
    public ChunkAliases aliases(String place, DomainId domain) {
        return AliasFile.open(directory.resolve(fingerprint(place).hex() + "-" + domain.hex()));
    }

    @Override
    public String nameOf(String place) {
        return require(fingerprint(place)).name();
    }

    /** One that the remote has made, if it may; else one that is made to it. */
    private Asking line(Fingerprint fingerprint) {
        RemoteRecord remote = require(fingerprint);
        if (!remote.mayWrite()) {
            return lines.ask(remote);
        }
        Optional<Asking> made = waiting.take(fingerprint, limits.lineWaitMillis());
        if (made.isPresent()) {
            return made.get();
        }
        try {
            return lines.ask(remote);
        } catch (Failure.Denied e) {
            throw new Failure.Unavailable(
                    "remote " + remote.name() + " does not call, and lets nobody read: " + e.getMessage(), e);
        }
    }

    private RemoteRecord require(Fingerprint fingerprint) {
        return remotes.find(fingerprint)
                .orElseThrow(() ->
                        new Failure.NotFound("the remote of fingerprint " + fingerprint + " is not known any more"));
    }

    private static Fingerprint fingerprint(String place) {
        if (!place.startsWith(SCHEME)) {
            throw new Failure.NotFound("there is no place " + place);
        }
        return new Fingerprint(place.substring(SCHEME.length()));
    }
}
