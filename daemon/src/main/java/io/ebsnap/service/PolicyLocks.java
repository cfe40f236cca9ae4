package io.ebsnap.service;

import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.LockState;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.lock.SnapshotLocking;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks snapshots as policies want it. A lock that holds as much already, which may be that of a run that was killed, is left as it is; one that somebody made is only made stronger.
 *
 * @param locks of those for whom that is done
 */
record PolicyLocks(SnapshotLocking locks) {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyLocks.class);

    void lock(FollowUp.Lock wanted, SnapshotId snapshot) {
        SnapshotLock there = locks.find(snapshot)
                .filter(lock -> lock.state() != LockState.EXPIRED)
                .orElse(null);
        if (there == null) {
            order(wanted, snapshot);
        } else if (isFirm(there, wanted) && isLong(there, wanted)) {
            LOG.debug("snapshot={} is locked as a policy wants it", snapshot);
        } else {
            order(new FollowUp.Lock(firmer(there, wanted), later(there, wanted), coolOff(there, wanted)), snapshot);
        }
    }

    private static boolean isFirm(SnapshotLock there, FollowUp.Lock wanted) {
        return wanted.mode() == LockMode.GOVERNANCE || there.record().lockMode() == LockMode.COMPLIANCE;
    }

    private static boolean isLong(SnapshotLock there, FollowUp.Lock wanted) {
        return !later(there, wanted).isAfter(end(there));
    }

    private static LockMode firmer(SnapshotLock there, FollowUp.Lock wanted) {
        return there.record().lockMode() == LockMode.COMPLIANCE ? LockMode.COMPLIANCE : wanted.mode();
    }

    private static Instant later(SnapshotLock there, FollowUp.Lock wanted) {
        Instant end = end(there);
        return end.isAfter(wanted.until()) ? end : wanted.until();
    }

    /** Policies lock what is completed: the end is known. */
    private static Instant end(SnapshotLock there) {
        SnapshotLockRecord lock = there.record();
        Instant end = lock.lockExpiresOn();
        return end == null ? lock.lockCreatedOn() : end;
    }

    private static @Nullable Integer coolOff(SnapshotLock there, FollowUp.Lock wanted) {
        return switch (there.state()) {
            case COMPLIANCE -> null;
            case COMPLIANCE_COOLOFF -> there.record().coolOffPeriod();
            case GOVERNANCE, EXPIRED -> wanted.coolOffHours();
        };
    }

    private void order(FollowUp.Lock how, SnapshotId snapshot) {
        SnapshotLock unused = locks.lock(new LockOrder(snapshot, how.mode(), null, how.until(), how.coolOffHours()));
    }
}
