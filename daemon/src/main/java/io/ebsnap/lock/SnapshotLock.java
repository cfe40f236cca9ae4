package io.ebsnap.lock;

import io.ebsnap.catalog.SnapshotLockRecord;

/**
 * A lock as it is now.
 *
 * @param record what is kept of it
 * @param state what it keeps from being done
 */
public record SnapshotLock(SnapshotLockRecord record, LockState state) {}
