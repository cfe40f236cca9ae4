package io.ebsnap.account;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.lock.SnapshotLocking;
import java.util.List;
import java.util.Optional;

/**
 * Locks of an account's own snapshots. Of those that are shared with it, it sees none.
 *
 * @param locks of everybody
 * @param visible which snapshots it sees
 */
public record AccountLocks(SnapshotLocking locks, VisibleSnapshots visible) implements SnapshotLocking {

    @Override
    public SnapshotLock lock(LockOrder order) {
        visible.requireOwn(order.snapshot());
        return locks.lock(order);
    }

    @Override
    public void unlock(SnapshotId snapshot) {
        visible.requireOwn(snapshot);
        locks.unlock(snapshot);
    }

    @Override
    public Optional<SnapshotLock> find(SnapshotId snapshot) {
        return locks.find(snapshot).filter(this::isOwn);
    }

    @Override
    public List<SnapshotLock> list() {
        return locks.list().stream().filter(this::isOwn).toList();
    }

    /** By whose it was when it was locked: that of a snapshot whose record is gone is seen too. */
    private boolean isOwn(SnapshotLock lock) {
        return visible.account().owns(lock.record().ownerId());
    }
}
