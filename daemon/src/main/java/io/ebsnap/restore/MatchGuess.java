package io.ebsnap.restore;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Whether comparing the next block with the target is worth its while. Always, as long as blocks match now and then; after many that did not, only
 * now and then, until one matches again. A wrong guess costs a write that was not needed. Safe for use by several threads.
 */
final class MatchGuess {

    private static final int MISSES_MAX = 128;
    private static final int TRY_EVERY = 16;

    @GuardedBy("this")
    private int misses;

    @GuardedBy("this")
    private int skipped;

    synchronized boolean worthwhile() {
        if (misses < MISSES_MAX) {
            return true;
        }
        skipped++;
        return skipped % TRY_EVERY == 0;
    }

    synchronized void learn(boolean matched) {
        misses = matched ? 0 : Math.min(MISSES_MAX, misses + 1);
    }
}
