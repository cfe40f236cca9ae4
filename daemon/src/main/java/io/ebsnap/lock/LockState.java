package io.ebsnap.lock;

import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.SnapshotLockRecord;
import java.time.Instant;

/** What a lock keeps from being done, in EC2's words. */
public enum LockState {
    /** Its owner or the administrator may take it off, or change it. */
    GOVERNANCE("governance"),
    /** As {@link #GOVERNANCE} for some hours yet, then {@link #COMPLIANCE}. */
    COMPLIANCE_COOLOFF("compliance-cooloff"),
    /** It can be made longer; nothing else. */
    COMPLIANCE("compliance"),
    /** It has ended. */
    EXPIRED("expired");

    private final String word;

    LockState(String word) {
        this.word = word;
    }

    /** EC2's word. */
    public String word() {
        return word;
    }

    /** That of a lock. */
    public static LockState of(SnapshotLockRecord lock, Instant now) {
        Instant expiresOn = lock.lockExpiresOn();
        if (expiresOn != null && !now.isBefore(expiresOn)) {
            return EXPIRED;
        }
        if (lock.lockMode() == LockMode.GOVERNANCE) {
            return GOVERNANCE;
        }
        Instant coolOff = lock.coolOffPeriodExpiresOn();
        return coolOff != null && now.isBefore(coolOff) ? COMPLIANCE_COOLOFF : COMPLIANCE;
    }
}
