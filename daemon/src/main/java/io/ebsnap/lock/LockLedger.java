package io.ebsnap.lock;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DamagedRecord;
import io.ebsnap.catalog.RecordEvidence;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps locks in two places: a record of the catalog, and a sealed file beside the store. A lock holds if either says so; where they do not say the same, the
 * stronger of both counts, an alarm is raised, and both are made to say it. A change is written into the file first, as what is to be, then made in the
 * record, then settled in the file: so what a crash leaves between is no disagreement.
 *
 * <p>Safe for use by several threads. {@link #alone} is held by whoever changes locks or what is locked; looking takes it only where something is to be
 * settled or healed.
 */
final class LockLedger {

    private static final Logger LOG = LoggerFactory.getLogger(LockLedger.class);

    private final Catalog catalog;
    private final RecordEvidence<SnapshotLockRecord> evidence;
    private final Alarms alarms;
    private final CrashPoints crashPoints;
    private final ReentrantLock changes = new ReentrantLock();

    /** What both places say. */
    private record Found(
            Optional<SnapshotLockRecord> record,
            Optional<RecordEvidence.Said<SnapshotLockRecord>> said,
            @Nullable Failure unreadableRecord,
            @Nullable Failure unreadableFile) {

        private boolean isReadable() {
            return unreadableRecord == null && unreadableFile == null;
        }

        /** Whether both say the same, and nothing is being changed. */
        boolean isPlain() {
            return isReadable()
                    && said.map(one -> one.isSettled() && one.now().equals(record))
                            .orElse(record.isEmpty());
        }

        /** Whether a change was broken off: then the record says how far it had come. */
        boolean isBrokenOff() {
            return isReadable()
                    && said.filter(one -> one.now().equals(record) || one.next().equals(record))
                            .isPresent();
        }

        Optional<SnapshotLockRecord> strongest() {
            Optional<SnapshotLockRecord> told = said.flatMap(one -> one.now().or(one::next));
            if (record.isEmpty() || told.isEmpty()) {
                return record.or(() -> told);
            }
            return Optional.of(LockStrength.stronger(record.get(), told.get()));
        }
    }

    LockLedger(Catalog catalog, RecordEvidence<SnapshotLockRecord> evidence, Alarms alarms, CrashPoints crashPoints) {
        this.catalog = catalog;
        this.evidence = evidence;
        this.alarms = alarms;
        this.crashPoints = crashPoints;
    }

    /** Does something while nobody else changes locks, or what is locked. */
    <T> T alone(Supplier<T> work) {
        changes.lock();
        try {
            return work.get();
        } finally {
            changes.unlock();
        }
    }

    /**
     * The lock of a snapshot.
     *
     * @throws Failure if neither place can be read: nothing may be done then that a lock would forbid
     */
    Optional<SnapshotLockRecord> find(String snapshot) {
        Found found = look(snapshot);
        return found.isPlain() ? found.record() : alone(() -> settled(snapshot));
    }

    /** Ids of all snapshots that may be locked, in their order. */
    List<String> ids() {
        TreeSet<String> ids = new TreeSet<>(evidence.ids());
        try (Stream<SnapshotLockRecord> records = catalog.list(CatalogKind.SNAPSHOT_LOCK)) {
            records.forEach(record -> ids.add(record.snapshotId()));
        }
        for (DamagedRecord damaged : catalog.damaged()) {
            if (damaged.kind().equals(CatalogKind.SNAPSHOT_LOCK.name())) {
                ids.add(damaged.id());
            }
        }
        return List.copyOf(ids);
    }

    /** Makes one lock into another; empty for none. Only within {@link #alone}, of what {@link #find} has said there. */
    void change(String snapshot, Optional<SnapshotLockRecord> now, Optional<SnapshotLockRecord> next) {
        if (now.equals(next)) {
            return;
        }
        evidence.write(snapshot, new RecordEvidence.Said<>(now, next));
        crashPoints.reached("lock.after-evidence");
        record(snapshot, next);
        crashPoints.reached("lock.after-record");
        settle(snapshot, next);
        crashPoints.reached("lock.after-settled");
    }

    private void record(String snapshot, Optional<SnapshotLockRecord> next) {
        if (next.isEmpty()) {
            boolean unused = catalog.delete(CatalogKind.SNAPSHOT_LOCK, snapshot);
        } else if (catalog.find(CatalogKind.SNAPSHOT_LOCK, snapshot).isPresent()) {
            SnapshotLockRecord unused = catalog.update(CatalogKind.SNAPSHOT_LOCK, snapshot, old -> next.get());
        } else {
            catalog.create(CatalogKind.SNAPSHOT_LOCK, next.get());
        }
    }

    private void settle(String snapshot, Optional<SnapshotLockRecord> as) {
        if (as.isEmpty()) {
            evidence.remove(snapshot);
        } else {
            evidence.write(snapshot, new RecordEvidence.Said<>(as, as));
        }
    }

    private Found look(String snapshot) {
        Optional<RecordEvidence.Said<SnapshotLockRecord>> said = Optional.empty();
        Failure unreadable = null;
        try {
            said = evidence.find(snapshot);
        } catch (Failure e) {
            unreadable = e;
        }
        try {
            return new Found(catalog.find(CatalogKind.SNAPSHOT_LOCK, snapshot), said, null, unreadable);
        } catch (Failure e) {
            if (said.isEmpty()) {
                throw e;
            }
            return new Found(Optional.empty(), said, e, null);
        }
    }

    private Optional<SnapshotLockRecord> settled(String snapshot) {
        Found found = look(snapshot);
        if (found.isPlain()) {
            return found.record();
        }
        Optional<SnapshotLockRecord> counts = found.isBrokenOff() ? found.record() : found.strongest();
        if (!found.isBrokenOff()) {
            disagree(snapshot, found, counts);
        }
        heal(snapshot, found, counts);
        return counts;
    }

    private void disagree(String snapshot, Found found, Optional<SnapshotLockRecord> counts) {
        String record = "its record says " + text(found.record(), found.unreadableRecord()) + ", and its file "
                + text(found.said().flatMap(RecordEvidence.Said::now), found.unreadableFile());
        alarms.raise(new Alarm(
                Alarm.Kind.LOCK_DISAGREES,
                List.of(snapshot),
                "the lock of " + snapshot + " is not what it was in both places: " + record + "; " + text(counts, null)
                        + " counts"));
    }

    private static String text(Optional<SnapshotLockRecord> lock, @Nullable Failure unreadable) {
        return unreadable != null
                ? "what cannot be read (" + unreadable.getMessage() + ")"
                : lock.map(one -> one.lockMode().word() + " " + LockRules.until(one))
                        .orElse("nothing");
    }

    /**
     * What counts, counts whether it can be written now or not: the next look finds the same. A record that cannot be read cannot be replaced either: it is the
     * catalog's damage, and told as that.
     */
    private void heal(String snapshot, Found found, Optional<SnapshotLockRecord> counts) {
        if (found.unreadableRecord() != null) {
            return;
        }
        try {
            if (!found.isBrokenOff()) {
                record(snapshot, counts);
            }
            settle(snapshot, counts);
        } catch (Failure e) {
            LOG.error("snapshot={} its lock cannot be made whole now: {}", snapshot, e.getMessage());
        }
    }
}
