package io.ebsnap.geometry;

/**
 * The number of a block within a volume, counted from zero.
 *
 * @param value 0 or more
 */
public record BlockIndex(long value) implements Comparable<BlockIndex> {

    public BlockIndex {
        if (value < 0) {
            throw new IllegalArgumentException("block index " + value + " is negative");
        }
    }

    @Override
    public int compareTo(BlockIndex other) {
        return Long.compare(value, other.value);
    }
}
