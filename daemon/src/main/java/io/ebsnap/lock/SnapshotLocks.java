package io.ebsnap.lock;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.LockedContent;
import io.ebsnap.catalog.RecordEvidence;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of snapshots. {@link LockedCatalog} keeps to them whoever asks for a change; {@link #requireWhole} holds a collection off when what is locked is not
 * there as it was locked. Safe for use by several threads.
 */
public final class SnapshotLocks implements SnapshotLocking {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotLocks.class);

    private final Catalog catalog;
    private final InstantSource time;
    private final Predicate<String> keyIsGoing;
    private final Alarms alarms;
    private final LockLedger ledger;

    /**
     * What locks are made of.
     *
     * @param catalog their records and those of the snapshots; not the one that keeps to locks
     * @param evidence of them beside the store
     * @param time trusted time
     * @param keyIsGoing whether a KMS key, by its UUID, is about to be deleted
     * @param alarms are told of what is not as it was
     * @param crashPoints is told of each durable step
     */
    public record Parts(
            Catalog catalog,
            RecordEvidence<SnapshotLockRecord> evidence,
            InstantSource time,
            Predicate<String> keyIsGoing,
            Alarms alarms,
            CrashPoints crashPoints) {}

    public SnapshotLocks(Parts parts) {
        this.catalog = parts.catalog();
        this.time = parts.time();
        this.keyIsGoing = parts.keyIsGoing();
        this.alarms = parts.alarms();
        this.ledger = new LockLedger(catalog, parts.evidence(), alarms, parts.crashPoints());
    }

    @Override
    public SnapshotLock lock(LockOrder order) {
        String id = order.snapshot().value();
        return ledger.alone(() -> {
            SnapshotRecord snapshot = catalog.find(CatalogKind.SNAPSHOT, id)
                    .filter(SnapshotRecord::visible)
                    .orElseThrow(() -> none(id));
            requireLockable(snapshot);
            Optional<SnapshotLockRecord> current = ledger.find(id);
            Instant now = time.instant();
            SnapshotLockRecord ordered = LockRules.ordered(current, order, snapshot, now);
            ledger.change(id, current, Optional.of(ordered));
            LOG.info("snapshot={} locked={} {}", id, ordered.lockMode().word(), LockRules.until(ordered));
            return view(ordered);
        });
    }

    @Override
    public void unlock(SnapshotId snapshot) {
        String id = snapshot.value();
        boolean unused = ledger.alone(() -> {
            SnapshotLockRecord current =
                    ledger.find(id).orElseThrow(() -> new Failure.NotFound("there is no lock on " + id));
            LockRules.requireRemovable(current, time.instant());
            ledger.change(id, Optional.of(current), Optional.empty());
            LOG.info("snapshot={} unlocked", id);
            return true;
        });
    }

    @Override
    public Optional<SnapshotLock> find(SnapshotId snapshot) {
        return ledger.find(snapshot.value()).map(this::view);
    }

    @Override
    public List<SnapshotLock> list() {
        return ledger.ids().stream()
                .flatMap(id -> readable(id).stream())
                .map(this::view)
                .toList();
    }

    /** Ids of all snapshots that may be locked, also of those whose locks cannot be read. */
    public Set<String> lockedIds() {
        return Set.copyOf(ledger.ids());
    }

    /** Why a snapshot may not be deleted, as it goes on after its id; empty if it may be. */
    public Optional<String> reasonToKeep(SnapshotRecord snapshot) {
        return held(snapshot.snapshotId())
                .filter(lock -> lock.content() != null || snapshot.state() != SnapshotState.ERROR)
                .map(lock -> "it is locked " + LockRules.until(lock) + " ("
                        + lock.lockMode().word() + ")");
    }

    /**
     * Why a KMS key may not be deleted; empty if it may be.
     *
     * @param key its UUID
     * @param domains what it wraps, in hexadecimal digits
     * @throws Failure if a lock cannot be read
     */
    public Optional<String> reasonToKeepKey(String key, List<String> domains) {
        for (String id : ledger.ids()) {
            Optional<SnapshotLockRecord> lock = held(id);
            if (lock.filter(one -> one.kmsKeyId().equals(key) || domains.contains(one.domainId()))
                    .isPresent()) {
                return Optional.of(id + " is sealed under it, and locked " + LockRules.until(lock.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * Nothing if every locked snapshot is among the completed ones as it was locked.
     *
     * @throws Failure.Corrupt if not, with an alarm: nothing may be removed on the ground of what the catalog says
     * @throws Failure if a lock cannot be read
     */
    public void requireWhole() {
        for (String id : ledger.ids()) {
            Optional<String> wrong = held(id).flatMap(this::difference);
            if (wrong.isPresent()) {
                throw new Failure.Corrupt("nothing is deleted: " + wrong.get());
            }
        }
    }

    /** Settles and looks at everything: what a crash or somebody has left, and durations that have to begin. To be called at the start and every minute. */
    public void round() {
        for (String id : ledger.ids()) {
            try {
                ledger.find(id).ifPresent(lock -> tend(id, lock));
            } catch (Failure e) {
                LOG.error("snapshot={} its lock cannot be looked at: {}", id, e.getMessage());
            }
        }
    }

    /** What was raised since the daemon started. */
    public List<Alarm> alarms() {
        return alarms.raised();
    }

    /** The latest moment that a lock proves to be past, in either of its places; empty if there is none. */
    public static Optional<Instant> latestProof(Catalog catalog, RecordEvidence<SnapshotLockRecord> evidence) {
        List<Instant> proofs = new ArrayList<>();
        try (Stream<SnapshotLockRecord> locks = catalog.list(CatalogKind.SNAPSHOT_LOCK)) {
            locks.map(SnapshotLocks::proof).forEach(proofs::add);
        }
        for (String id : evidence.ids()) {
            try {
                evidence.find(id)
                        .flatMap(RecordEvidence.Said::now)
                        .map(SnapshotLocks::proof)
                        .ifPresent(proofs::add);
            } catch (Failure e) {
                LOG.error("snapshot={} the file of its lock cannot be read: {}", id, e.getMessage());
            }
        }
        return proofs.stream().max(Instant::compareTo);
    }

    private static Instant proof(SnapshotLockRecord lock) {
        Instant start = lock.lockDurationStartTime();
        return start == null || start.isBefore(lock.lockCreatedOn()) ? lock.lockCreatedOn() : start;
    }

    /** The lock of a snapshot that has not ended. */
    Optional<SnapshotLockRecord> held(String id) {
        Instant now = time.instant();
        return ledger.find(id).filter(lock -> LockState.of(lock, now) != LockState.EXPIRED);
    }

    /** Who is alone while it changes what locks are about. */
    LockLedger ledger() {
        return ledger;
    }

    /** A locked snapshot has just come to its end: its duration begins to count, or there is nothing to be locked. */
    void ended(SnapshotRecord snapshot) {
        ledger.find(snapshot.snapshotId()).ifPresent(lock -> begin(lock, snapshot));
    }

    /** What a locked snapshot's record says otherwise than it did, in words; an alarm is raised. */
    private Optional<String> difference(SnapshotLockRecord lock) {
        String id = lock.snapshotId();
        if (found(lock).isEmpty()) {
            return Optional.empty();
        }
        // It may have been unlocked and deleted between two looks.
        Optional<String> wrong = ledger.alone(() -> held(id).flatMap(this::found));
        wrong.ifPresent(text -> alarms.raise(new Alarm(Alarm.Kind.SNAPSHOT_DIFFERS, List.of(id), text)));
        return wrong;
    }

    private Optional<String> found(SnapshotLockRecord lock) {
        return LockedSnapshot.difference(lock, catalog.find(CatalogKind.SNAPSHOT, lock.snapshotId()));
    }

    private void tend(String id, SnapshotLockRecord lock) {
        Optional<SnapshotRecord> snapshot = catalog.find(CatalogKind.SNAPSHOT, id);
        boolean over = LockState.of(lock, time.instant()) == LockState.EXPIRED;
        if (over && snapshot.isEmpty()) {
            forget(id);
        } else if (!over) {
            snapshot.filter(record -> lock.content() == null && record.state() != SnapshotState.PENDING)
                    .ifPresent(record -> begin(lock, record));
            Optional<String> unused = ledger.find(id).flatMap(this::difference);
        }
    }

    private void forget(String id) {
        boolean unused = ledger.alone(() -> {
            if (catalog.find(CatalogKind.SNAPSHOT, id).isEmpty()) {
                ledger.change(id, ledger.find(id), Optional.empty());
            }
            return true;
        });
    }

    private void begin(SnapshotLockRecord lock, SnapshotRecord snapshot) {
        boolean unused = ledger.alone(() -> {
            Optional<SnapshotLockRecord> current = ledger.find(lock.snapshotId());
            if (!current.equals(Optional.of(lock)) || lock.content() != null) {
                return false;
            }
            LockedContent content = LockedContent.of(snapshot);
            Instant now = time.instant();
            ledger.change(
                    lock.snapshotId(),
                    current,
                    content == null
                            ? Optional.empty()
                            : Optional.of(lock.begun(now, LockRules.end(lock, now), content)));
            return true;
        });
    }

    private void requireLockable(SnapshotRecord snapshot) {
        if (snapshot.state() == SnapshotState.ERROR) {
            throw new Failure.Conflict(snapshot.snapshotId() + " is in error: there is nothing to be locked");
        }
        if (keyIsGoing.test(snapshot.kmsKeyId())) {
            throw new Failure.Conflict(
                    "KMS key " + snapshot.kmsKeyId() + " of " + snapshot.snapshotId()
                            + " is not there for good: it is about to be deleted",
                    "keep it first: ebsnap key cancel-deletion " + snapshot.kmsKeyId());
        }
    }

    private Optional<SnapshotLockRecord> readable(String id) {
        try {
            return ledger.find(id);
        } catch (Failure e) {
            LOG.error("snapshot={} its lock cannot be read: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private SnapshotLock view(SnapshotLockRecord record) {
        return new SnapshotLock(record, LockState.of(record, time.instant()));
    }

    private static Failure none(String id) {
        return new Failure.NotFound("there is no " + id);
    }
}
