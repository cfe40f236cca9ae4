package io.ebsnap.tracking;

/**
 * A random sample of blocks: one of each group of neighbours, at a place within it that a seed tells. Nothing is drawn ahead and nothing is kept, so it
 * takes no memory however many blocks there are.
 *
 * @param group how many blocks a group has, 1 or more
 * @param seed replays
 */
public record BlockSample(long group, long seed) {

    public BlockSample {
        if (group < 1) {
            throw new IllegalArgumentException("groups of " + group);
        }
    }

    /**
     * A sample that is as large as the settings say. Groups are at most as large as they allow, and small enough that a volume of which half is
     * unchanged has as many as they ask for.
     *
     * @param blocks how many could be unchanged
     */
    public static BlockSample of(RecheckSettings settings, long blocks, long seed) {
        return new BlockSample(Math.max(1, Math.min(settings.oneIn(), blocks / (2L * settings.blocksMin()))), seed);
    }

    /** Whether a block is one of it. */
    public boolean contains(long block) {
        return next(block) == block;
    }

    /** The first block of it at or after one. */
    public long next(long from) {
        long index = from / group;
        long chosen = index * group + place(index);
        return chosen < from ? (index + 1) * group + place(index + 1) : chosen;
    }

    /** SplitMix64 of seed and group, as a place in the group. */
    private long place(long index) {
        long z = seed + index * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return Math.floorMod(z ^ z >>> 31, group);
    }
}
