package io.ebsnap.volume;

import io.ebsnap.format.ValidityPage;

/**
 * A set of the 128 units of a block. Unit 0 is the highest bit of {@code high}, unit 64 that of {@code low}.
 *
 * @param high units 0 to 63
 * @param low units 64 to 127
 */
record UnitSet(long high, long low) {

    static final UnitSet NONE = new UnitSet(0, 0);
    static final UnitSet ALL = new UnitSet(-1, -1);

    /** The units {@code first} to {@code end}, without the latter. */
    static UnitSet range(int first, int end) {
        if (first < 0 || end > ValidityPage.UNITS_PER_BLOCK || first > end) {
            throw new IllegalArgumentException("units " + first + " to " + end);
        }
        return new UnitSet(bits(first, end), bits(first - Long.SIZE, end - Long.SIZE));
    }

    /** The bits from {@code first} to {@code end} of one word, counted from its highest; what lies outside of it is left out. */
    private static long bits(int first, int end) {
        int from = Math.clamp(first, 0, Long.SIZE);
        int to = Math.clamp(end, 0, Long.SIZE);
        return from == to ? 0 : (-1L >>> from) & (-1L << (Long.SIZE - to));
    }

    boolean contains(int unit) {
        return unit < Long.SIZE ? (high >>> (63 - unit) & 1) == 1 : (low >>> (127 - unit) & 1) == 1;
    }

    boolean containsAll(UnitSet other) {
        return (other.high & ~high) == 0 && (other.low & ~low) == 0;
    }

    boolean isAll() {
        return equals(ALL);
    }

    UnitSet with(UnitSet other) {
        return new UnitSet(high | other.high, low | other.low);
    }

    UnitSet without(UnitSet other) {
        return new UnitSet(high & ~other.high, low & ~other.low);
    }

    /** Those that are in both. */
    UnitSet and(UnitSet other) {
        return new UnitSet(high & other.high, low & other.low);
    }

    int count() {
        return Long.bitCount(high) + Long.bitCount(low);
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    /** The end of the run of like units that begins at {@code unit}, at most {@code limit}. */
    int endOfRun(int unit, int limit) {
        boolean kind = contains(unit);
        int end = unit + 1;
        while (end < limit && contains(end) == kind) {
            end++;
        }
        return end;
    }
}
