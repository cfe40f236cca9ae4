package io.ebsnap.bin;

import io.ebsnap.catalog.RetentionRuleLock;
import io.ebsnap.catalog.RetentionRuleRecord;
import java.time.Instant;

/** Whether a retention rule may be changed, in the recycle bin's words. */
public enum RuleLockState {
    /** Neither it nor its lock. */
    LOCKED("locked"),
    /** Not yet: it is unlocked when its delay is over. */
    PENDING_UNLOCK("pending_unlock"),
    /** It may. */
    UNLOCKED("unlocked");

    private final String word;

    RuleLockState(String word) {
        this.word = word;
    }

    /** The recycle bin's word. */
    public String word() {
        return word;
    }

    /** That of a rule. */
    public static RuleLockState of(RetentionRuleRecord rule, Instant now) {
        RetentionRuleLock lock = rule.lock();
        if (lock == null) {
            return UNLOCKED;
        }
        Instant end = lock.lockEndTime();
        if (end == null) {
            return LOCKED;
        }
        return now.isBefore(end) ? PENDING_UNLOCK : UNLOCKED;
    }
}
