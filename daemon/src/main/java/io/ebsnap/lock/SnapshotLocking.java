package io.ebsnap.lock;

import io.ebsnap.identity.SnapshotId;
import java.util.List;
import java.util.Optional;

/** Locks of snapshots. Safe for use by several threads. */
public interface SnapshotLocking {

    /**
     * Locks a snapshot, or changes its lock: governance and cool-off in any way, compliance to a later end only. Of a pending snapshot a duration begins
     * to count when it is completed. Durable when it returns.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if the order is wrong in itself
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if the lock that it has forbids it, it is in error, or its KMS key is about to be deleted
     */
    SnapshotLock lock(LockOrder order);

    /**
     * Takes a lock off. Durable when it returns.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot, or no lock on it
     * @throws io.ebsnap.failure.Failure.Conflict if it is in compliance mode, its cool-off is over, and it has not ended
     */
    void unlock(SnapshotId snapshot);

    /** The lock of a snapshot, if it has one; also one that has ended. */
    Optional<SnapshotLock> find(SnapshotId snapshot);

    /** All locks in the order of their snapshots' ids. */
    List<SnapshotLock> list();
}
