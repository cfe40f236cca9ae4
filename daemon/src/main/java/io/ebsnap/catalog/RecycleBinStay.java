package io.ebsnap.catalog;

import java.time.Instant;

/**
 * That something was deleted and is in the recycle bin. Times are trusted time.
 *
 * @param enterTime when it was deleted
 * @param exitTime when it is gone for good
 * @param ruleIdentifier of the retention rule that keeps it
 * @param ruleLocked whether that rule was locked then: nobody purges it by hand
 */
public record RecycleBinStay(Instant enterTime, Instant exitTime, String ruleIdentifier, boolean ruleLocked) {

    /** The same, and at least as long as another: as firmly as either. */
    public RecycleBinStay atLeast(RecycleBinStay other) {
        RecycleBinStay longer = other.exitTime().isAfter(exitTime()) ? other : this;
        return new RecycleBinStay(
                enterTime, longer.exitTime(), longer.ruleIdentifier(), ruleLocked || other.ruleLocked());
    }
}
