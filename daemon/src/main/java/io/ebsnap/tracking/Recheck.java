package io.ebsnap.tracking;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Chooses at random which unchanged blocks are compared by their ids all the same: one of each group of them, at a random place
 * within it. Groups are at most as large as the settings say, and small enough that a volume of which half is unchanged has as many
 * as the settings ask for. A seed replays. Safe for use by several threads.
 */
final class Recheck {

    private final long group;
    private final long seed;

    @GuardedBy("this")
    private long passed;

    /**
     * A choice among blocks.
     *
     * @param blocks how many could be unchanged
     */
    Recheck(RecheckSettings settings, long blocks, long seed) {
        this.group = Math.max(1, Math.min(settings.oneIn(), blocks / (2L * settings.blocksMin())));
        this.seed = seed;
    }

    /**
     * How many of the next unchanged blocks need no comparing; they are passed. If that is fewer than {@code count}, the one after them is
     * to be compared, and is passed too.
     */
    synchronized long free(long count) {
        long index = passed / group;
        long chosen = index * group + place(index);
        if (chosen < passed) {
            chosen = (index + 1) * group + place(index + 1);
        }
        long free = Math.min(count, chosen - passed);
        passed += free < count ? free + 1 : free;
        return free;
    }

    /** Whether the next unchanged block is to be compared. */
    boolean wantsNext() {
        return free(1) == 0;
    }

    /** SplitMix64 of seed and group, as a place in the group. */
    private long place(long index) {
        long z = seed + index * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return Math.floorMod(z ^ z >>> 31, group);
    }
}
