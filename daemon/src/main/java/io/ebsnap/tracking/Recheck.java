package io.ebsnap.tracking;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Chooses at random which unchanged blocks are compared by their ids all the same: a sample of them, in the order in which they are passed. Safe for
 * use by several threads.
 */
final class Recheck {

    private final BlockSample sample;

    @GuardedBy("this")
    private long passed;

    /**
     * A choice among blocks.
     *
     * @param blocks how many could be unchanged
     */
    Recheck(RecheckSettings settings, long blocks, long seed) {
        this.sample = BlockSample.of(settings, blocks, seed);
    }

    /**
     * How many of the next unchanged blocks need no comparing; they are passed. If that is fewer than {@code count}, the one after them is
     * to be compared, and is passed too.
     */
    synchronized long free(long count) {
        long free = Math.min(count, sample.next(passed) - passed);
        passed += free < count ? free + 1 : free;
        return free;
    }

    /** Whether the next unchanged block is to be compared. */
    boolean wantsNext() {
        return free(1) == 0;
    }
}
