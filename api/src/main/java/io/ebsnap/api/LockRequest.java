package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About locks of snapshots. */
public sealed interface LockRequest<A extends Record> extends Request<A> {

    /**
     * Locks a snapshot, or changes its lock. Either a duration or a date is given.
     *
     * @param snapshotId pending or completed
     * @param lockMode {@code governance} or {@code compliance}
     * @param lockDuration in days, 1 to 36500, from now on; of a pending snapshot from its completion on
     * @param expirationDate in the future
     * @param coolOffPeriod 1 to 72 hours: how long a compliance lock may still be taken off; absent for not at all
     */
    record LockSnapshot(
            String snapshotId,
            String lockMode,
            @Nullable Integer lockDuration,
            @Nullable Instant expirationDate,
            @Nullable Integer coolOffPeriod)
            implements LockRequest<SnapshotLock> {
        @Override
        public Class<SnapshotLock> answerType() {
            return SnapshotLock.class;
        }
    }

    /** Takes off a lock that is in governance mode, in its cool-off period, or has ended. */
    record UnlockSnapshot(String snapshotId) implements LockRequest<UnlockedSnapshot> {
        @Override
        public Class<UnlockedSnapshot> answerType() {
            return UnlockedSnapshot.class;
        }
    }

    /**
     * Lists locks.
     *
     * @param snapshotIds only of these; all when empty
     * @param filters all of them must match
     * @param page which part of the list
     */
    record DescribeLockedSnapshots(
            List<String> snapshotIds,
            List<Filter> filters,
            @Inlined Page page) implements LockRequest<SnapshotLockList> {
        @Override
        public Class<SnapshotLockList> answerType() {
            return SnapshotLockList.class;
        }
    }
}
