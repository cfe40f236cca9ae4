package io.ebsnap.lock;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CatalogRecord;
import io.ebsnap.catalog.DamagedRecord;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A catalog that keeps to the locks, whoever asks for a change: the record of a locked snapshot is neither deleted nor made to say something else of what is
 * locked, nor is the data key deleted or destroyed that it needs. Locks themselves are changed by {@link SnapshotLocks} only.
 */
public final class LockedCatalog implements Catalog {

    private final Catalog catalog;
    private final SnapshotLocks locks;

    /** @param catalog closed with this */
    public LockedCatalog(Catalog catalog, SnapshotLocks locks) {
        this.catalog = catalog;
        this.locks = locks;
    }

    @Override
    public <R extends CatalogRecord> Optional<R> find(CatalogKind<R> kind, String id) {
        return catalog.find(kind, id);
    }

    @Override
    public <R extends CatalogRecord> Stream<R> list(CatalogKind<R> kind) {
        return catalog.list(kind);
    }

    @Override
    public <R extends CatalogRecord> Stream<R> listComplete(CatalogKind<R> kind) {
        return catalog.listComplete(kind);
    }

    @Override
    public List<DamagedRecord> damaged() {
        return catalog.damaged();
    }

    @Override
    public <R extends CatalogRecord> void create(CatalogKind<R> kind, R record) {
        requireNoLock(kind);
        catalog.create(kind, record);
    }

    @Override
    public <R extends CatalogRecord> R update(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        requireNoLock(kind);
        if (kind.equals(CatalogKind.SNAPSHOT)) {
            return locks.ledger().alone(() -> updateSnapshot(kind, id, change));
        }
        return kind.equals(CatalogKind.DATA_KEY)
                ? locks.ledger().alone(() -> updateDataKey(kind, id, change))
                : catalog.update(kind, id, change);
    }

    @Override
    public <R extends CatalogRecord> boolean delete(CatalogKind<R> kind, String id) {
        requireNoLock(kind);
        if (kind.equals(CatalogKind.SNAPSHOT)) {
            return locks.ledger().alone(() -> deleteSnapshot(id));
        }
        return kind.equals(CatalogKind.DATA_KEY)
                ? locks.ledger().alone(() -> deleteDataKey(id))
                : catalog.delete(kind, id);
    }

    /** Tombstones say that something is gone: nothing of it goes as long as what must be there is not. */
    @Override
    public void purgeTombstones() {
        locks.requireWhole();
        catalog.purgeTombstones();
    }

    @Override
    public long revision() {
        return catalog.revision();
    }

    @Override
    public void close() {
        catalog.close();
    }

    private <R extends CatalogRecord> R updateSnapshot(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        Optional<SnapshotLockRecord> lock = locks.held(id);
        R after = catalog.update(kind, id, before -> {
            R next = change.apply(before);
            lock.ifPresent(held -> requireKept(held, (SnapshotRecord) before, (SnapshotRecord) next));
            return next;
        });
        if (lock.filter(held -> held.content() == null).isPresent()
                && after instanceof SnapshotRecord snapshot
                && snapshot.state() != SnapshotState.PENDING) {
            locks.ended(snapshot);
        }
        return after;
    }

    private static void requireKept(SnapshotLockRecord lock, SnapshotRecord before, SnapshotRecord after) {
        if (before.visible() && !after.visible()) {
            throw new Failure.Conflict(lock.snapshotId() + " is not deleted: it is locked " + LockRules.until(lock));
        }
        Optional<String> wrong = LockedSnapshot.difference(lock, Optional.of(before))
                .or(() -> LockedSnapshot.difference(lock, Optional.of(after)));
        if (wrong.isPresent()) {
            throw new Failure.Conflict(lock.snapshotId() + " is not changed: " + wrong.get());
        }
    }

    private boolean deleteSnapshot(String id) {
        Optional<SnapshotRecord> snapshot = catalog.find(CatalogKind.SNAPSHOT, id);
        Optional<String> reason = snapshot.flatMap(locks::reasonToKeep);
        if (reason.isPresent()) {
            throw new Failure.Conflict(id + " is not deleted: " + reason.get());
        }
        // A lock of what never was completed goes first: it would miss its snapshot.
        snapshot.filter(record -> record.state() == SnapshotState.ERROR).ifPresent(locks::ended);
        return catalog.delete(CatalogKind.SNAPSHOT, id);
    }

    /** Whether it is to be destroyed is found out first: within a change of the catalog nothing else may be looked at that may have to be healed. */
    private <R extends CatalogRecord> R updateDataKey(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        Optional<R> next = catalog.find(kind, id).map(change);
        if (next.filter(after -> after instanceof DataKeyRecord key && key.wasDestroyed())
                .isPresent()) {
            requireUnneeded(id);
        }
        return catalog.update(kind, id, change);
    }

    private boolean deleteDataKey(String id) {
        requireUnneeded(id);
        return catalog.delete(CatalogKind.DATA_KEY, id);
    }

    private void requireUnneeded(String domain) {
        Optional<String> reason = locks.reasonToKeepKey("", List.of(domain));
        if (reason.isPresent()) {
            throw new Failure.Conflict("the data key of domain " + domain + " is needed: " + reason.get());
        }
    }

    private static void requireNoLock(CatalogKind<?> kind) {
        if (kind.equals(CatalogKind.SNAPSHOT_LOCK)) {
            throw new IllegalArgumentException("locks are changed by locking");
        }
    }
}
