package io.ebsnap.restore.warm;

import java.util.Optional;

/**
 * Whether something may be made in a zone: all images and ready copies together stay within a part of the file system, by what they may take and
 * not by what they happen to take; and some of it stays free for those who use volumes there.
 *
 * @param totalBytes of the file system
 * @param percent of it for images and copies
 * @param promisedBytes what is there, or being made, takes of that
 * @param freeBytes of the file system now
 */
record DiskBudget(long totalBytes, int percent, long promisedBytes, long freeBytes) {

    /** Of the file system: fast restore never takes the last of it. */
    private static final int KEPT_FREE_PERCENT = 5;

    /**
     * Why so much more may not be made; empty if it may.
     *
     * @param moreBytes which it promises
     * @param unwrittenBytes of these, what does not lie on the disk yet
     */
    Optional<String> refusal(long moreBytes, long unwrittenBytes) {
        long limit = percentOf(percent);
        if (promisedBytes + moreBytes > limit) {
            return Optional.of("budget: " + moreBytes + " bytes more are beyond the " + limit
                    + " that fast-restore.budget-percent allows, of which " + promisedBytes + " are taken");
        }
        long kept = percentOf(KEPT_FREE_PERCENT);
        if (freeBytes - unwrittenBytes < kept) {
            return Optional.of("room: " + unwrittenBytes + " bytes are needed, " + freeBytes + " are free, and " + kept
                    + " stay so");
        }
        return Optional.empty();
    }

    private long percentOf(int part) {
        return totalBytes / 100 * part + totalBytes % 100 * part / 100;
    }
}
