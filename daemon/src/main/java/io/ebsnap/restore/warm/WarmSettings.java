package io.ebsnap.restore.warm;

/**
 * How fast restore is done.
 *
 * @param credits whether they are counted as EBS does; else volumes are limited by the disk alone
 * @param budgetPercent most of the zone's file system that images and ready copies take together: 1 to 100
 * @param readyCopies kept for each snapshot where files do not share blocks: 1 to {@link #READY_COPIES_MAX}
 * @param sharing whether files share blocks where they can; else ready copies are kept there too
 */
public record WarmSettings(boolean credits, int budgetPercent, int readyCopies, boolean sharing) {

    public static final int READY_COPIES_MAX = 16;

    public WarmSettings {
        if (budgetPercent < 1 || budgetPercent > 100 || readyCopies < 1 || readyCopies > READY_COPIES_MAX) {
            throw new IllegalArgumentException("fast restore of " + budgetPercent + " % and " + readyCopies);
        }
    }
}
