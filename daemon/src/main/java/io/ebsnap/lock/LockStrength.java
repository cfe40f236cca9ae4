package io.ebsnap.lock;

import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.LockedContent;
import io.ebsnap.catalog.SnapshotLockRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes one lock of two that should be the same: at least as firm and as long as either. */
final class LockStrength {

    private LockStrength() {}

    static SnapshotLockRecord stronger(SnapshotLockRecord one, SnapshotLockRecord other) {
        if (one.equals(other)) {
            return one;
        }
        SnapshotLockRecord first = begunWith(other, one);
        SnapshotLockRecord second = begunWith(one, other);
        SnapshotLockRecord longer = isLonger(second, first) ? second : first;
        LockMode mode = one.lockMode().compareTo(other.lockMode()) > 0 ? one.lockMode() : other.lockMode();
        return longer.with(mode, longer.lockExpiresOn(), coolOff(one, other));
    }

    /** A lock as of when the other one began to count, if only that does: it says less because it is older. */
    private static SnapshotLockRecord begunWith(SnapshotLockRecord other, SnapshotLockRecord lock) {
        LockedContent content = other.content();
        Instant start = other.lockDurationStartTime();
        return lock.content() != null || content == null || start == null
                ? lock
                : lock.begun(start, LockRules.end(lock, start), content);
    }

    /** An end that is not known is later than any. */
    private static boolean isLonger(SnapshotLockRecord one, SnapshotLockRecord other) {
        Instant end = one.lockExpiresOn();
        Instant otherEnd = other.lockExpiresOn();
        if (end == null && otherEnd == null) {
            return one.lockDuration() > other.lockDuration();
        }
        return end == null || (otherEnd != null && end.isAfter(otherEnd));
    }

    /** The sooner nobody can take it off, the firmer. */
    private static @Nullable Instant coolOff(SnapshotLockRecord one, SnapshotLockRecord other) {
        if (one.lockMode() == LockMode.GOVERNANCE || other.lockMode() == LockMode.GOVERNANCE) {
            SnapshotLockRecord firm = one.lockMode() == LockMode.COMPLIANCE ? one : other;
            return firm.coolOffPeriodExpiresOn();
        }
        Instant end = one.coolOffPeriodExpiresOn();
        Instant otherEnd = other.coolOffPeriodExpiresOn();
        if (end == null || otherEnd == null) {
            return null;
        }
        return end.isBefore(otherEnd) ? end : otherEnd;
    }
}
