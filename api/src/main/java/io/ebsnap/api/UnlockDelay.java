package io.ebsnap.api;

/**
 * How long a retention rule stays locked after it was ordered to be unlocked.
 *
 * @param unlockDelayValue 7 to 30
 * @param unlockDelayUnit {@code DAYS}
 */
public record UnlockDelay(int unlockDelayValue, String unlockDelayUnit) {

    /** In days. */
    public static UnlockDelay days(int days) {
        return new UnlockDelay(days, "DAYS");
    }
}
