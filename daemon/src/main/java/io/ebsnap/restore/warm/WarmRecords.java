package io.ebsnap.restore.warm;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.store.Headroom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of fast restore. Each change is durable when its call returns. Its monitor is the lock of the package: who holds it sees no state
 * change, so that what is enabled can be used. Safe for use by several threads.
 */
final class WarmRecords {

    private static final Logger LOG = LoggerFactory.getLogger(WarmRecords.class);

    private final Catalog catalog;
    private final InstantSource clock;
    private final Headroom headroom;

    WarmRecords(WarmParts parts) {
        this.catalog = parts.catalog();
        this.clock = parts.surroundings().clock();
        this.headroom = parts.headroom();
    }

    /** As times are kept. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Optional<FastRestoreRecord> find(String snapshotId, String zone) {
        return catalog.find(CatalogKind.FAST_RESTORE, FastRestoreRecord.idOf(snapshotId, zone));
    }

    /** All that can be read, in the order of their ids. */
    List<FastRestoreRecord> all() {
        try (Stream<FastRestoreRecord> records = catalog.list(CatalogKind.FAST_RESTORE)) {
            return records.toList();
        }
    }

    Optional<SnapshotRecord> snapshot(String snapshotId) {
        return catalog.find(CatalogKind.SNAPSHOT, snapshotId).filter(SnapshotRecord::visible);
    }

    /** Whether a snapshot can never be read again. */
    boolean isKeyDeleted(SnapshotRecord snapshot) {
        return catalog.find(CatalogKind.DATA_KEY, snapshot.origin().domainId())
                .map(DataKeyRecord::wasDestroyed)
                .orElse(false);
    }

    synchronized void create(FastRestoreRecord record) {
        catalog.create(CatalogKind.FAST_RESTORE, record);
        logState(record);
    }

    /**
     * Changes a record; one that the change leaves as it is is not written.
     *
     * @return the record as it is now
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    synchronized FastRestoreRecord update(FastRestoreRecord known, UnaryOperator<FastRestoreRecord> change) {
        Optional<FastRestoreRecord> before = find(known.snapshotId(), known.availabilityZone());
        if (before.isPresent() && change.apply(before.get()).equals(before.get())) {
            return before.get();
        }
        FastRestoreRecord after = catalog.update(CatalogKind.FAST_RESTORE, known.catalogId(), change);
        if (before.isEmpty()
                || before.get().state() != after.state()
                || !before.get().message().equals(after.message())) {
            logState(after);
        }
        return after;
    }

    /** Gives one up; on a full disk the space that is held back for deletions is given up for that. */
    synchronized FastRestoreRecord giveUp(FastRestoreRecord known, String reason, String why) {
        UnaryOperator<FastRestoreRecord> change = old -> FastRestoreLife.disabling(old, now(), reason, why);
        try {
            return update(known, change);
        } catch (Failure.Exhausted e) {
            if (!headroom.release()) {
                throw e;
            }
            return update(known, change);
        }
    }

    synchronized void forget(FastRestoreRecord record) {
        boolean unused = catalog.delete(CatalogKind.FAST_RESTORE, record.catalogId());
    }

    private static void logState(FastRestoreRecord record) {
        LOG.info(
                "snapshot={} zone={} fast restore {}{}",
                record.snapshotId(),
                record.availabilityZone(),
                record.state().word(),
                record.message().isEmpty() ? "" : ": " + record.message());
    }
}
