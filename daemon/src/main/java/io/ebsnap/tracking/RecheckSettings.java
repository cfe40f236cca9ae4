package io.ebsnap.tracking;

/**
 * How many of the blocks that are called unchanged are read and compared by their ids all the same.
 *
 * @param oneIn of so many at least one, 1 or more
 * @param blocksMin of an unchanged volume at least so many, if it has them; 1 or more
 */
public record RecheckSettings(int oneIn, int blocksMin) {

    /** A thousandth, and enough of a small volume to find a tracker that is wrong of a tenth of it. */
    public static final RecheckSettings DEFAULT = new RecheckSettings(1000, 32);

    /**
     * Four blocks, however large the volume is: of what lies elsewhere, where what changed is known by two block maps and each block that is read costs the line half a
     * mebibyte.
     */
    static final RecheckSettings DISTANT = new RecheckSettings(Integer.MAX_VALUE, 2);

    public RecheckSettings {
        if (oneIn < 1 || blocksMin < 1) {
            throw new IllegalArgumentException("one in " + oneIn + ", at least " + blocksMin);
        }
    }
}
