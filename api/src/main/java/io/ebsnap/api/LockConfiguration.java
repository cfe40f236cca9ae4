package io.ebsnap.api;

/**
 * How a retention rule is locked.
 *
 * @param unlockDelay how long it stays so after it was ordered to be unlocked
 */
public record LockConfiguration(UnlockDelay unlockDelay) {

    /** In days. */
    public static LockConfiguration days(int days) {
        return new LockConfiguration(UnlockDelay.days(days));
    }
}
