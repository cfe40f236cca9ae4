package io.ebsnap.service;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageUses;
import io.ebsnap.lifecycle.Protection;
import io.ebsnap.lifecycle.Safeguards;
import io.ebsnap.lock.SnapshotLocks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps snapshots from being deleted, beside policies: what objects when somebody deletes them, and what was verified. What is locked and what images use is looked up once
 * for all of them.
 *
 * @param locks of snapshots
 * @param images that use them
 * @param verification when a snapshot was found sound, if it was
 * @param clock by which policies go
 */
record SnapshotSafeguards(
        SnapshotLocks locks,
        ImageUses images,
        Function<SnapshotRecord, Optional<Instant>> verification,
        InstantSource clock)
        implements Supplier<Safeguards> {

    @Override
    public Safeguards get() {
        Set<String> locked = locks.lockedIds();
        Map<String, String> used = images.all();
        return new Safeguards(
                snapshot -> protections(snapshot, locked, used),
                snapshot -> verification.apply(snapshot).isPresent());
    }

    private List<Protection> protections(SnapshotRecord snapshot, Set<String> locked, Map<String, String> used) {
        List<Protection> protections = new ArrayList<>();
        if (locked.contains(snapshot.snapshotId())) {
            lockOf(snapshot).ifPresent(protections::add);
        }
        String use = used.get(snapshot.snapshotId());
        if (use != null) {
            protections.add(new Protection(use, null));
        }
        return protections;
    }

    private Optional<Protection> lockOf(SnapshotRecord snapshot) {
        try {
            return locks.reasonToKeep(snapshot).map(reason -> new Protection(reason, end(snapshot)));
        } catch (Failure e) {
            return Optional.of(new Protection("its lock cannot be read: " + e.getMessage(), null));
        }
    }

    /** Locks end in trusted time: where that is behind the clock, nobody can say when. */
    private @Nullable Instant end(SnapshotRecord snapshot) {
        return locks.find(new SnapshotId(snapshot.snapshotId()))
                .map(lock -> lock.record().lockExpiresOn())
                .filter(end -> end.isAfter(clock.instant()))
                .orElse(null);
    }
}
