package io.ebsnap.volume;

import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.BlockIndex;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a snapshot that is being taken keeps in its journal: {@code docs/format/changes.md}. A word of 64 bits: bit 63 is 1, bits 62 and 61 say the
 * kind, 60 to 16 the block, 15 to 8 the first unit, 7 to 0 the last.
 */
record EpochNote(Kind kind, BlockIndex block, UnitSet units) {

    private static final long MARK = 1L << 63;
    private static final int KIND_SHIFT = 61;
    private static final int BLOCK_SHIFT = 16;
    private static final int FIRST_SHIFT = 8;
    private static final long BLOCK_MASK = (1L << (KIND_SHIFT - BLOCK_SHIFT)) - 1;
    private static final int UNIT_MASK = 0xFF;

    /** What is noted. */
    enum Kind {
        /** Units were copied. */
        COPIED(0),
        /** Units were overwritten that the target did not hold: they are the snapshot's behind it. */
        ABSENT(1),
        /** A block was overwritten after it was read: it cannot be read again. */
        OVERTAKEN(2),
        /** The first word: the journal can be believed. Its block is 1 if every block is wanted, 0 if those that were changed are. */
        BEGUN(3);

        private final long code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            return switch (code) {
                case 0 -> COPIED;
                case 1 -> ABSENT;
                case 2 -> OVERTAKEN;
                default -> BEGUN;
            };
        }
    }

    /** The first note. */
    static EpochNote begun(boolean whole) {
        return new EpochNote(Kind.BEGUN, new BlockIndex(whole ? 1 : 0), UnitSet.range(0, 1));
    }

    static EpochNote overtaken() {
        return new EpochNote(Kind.OVERTAKEN, new BlockIndex(0), UnitSet.range(0, 1));
    }

    /** Whether every block is wanted; empty if the journal was not begun, or says that nothing of it may be believed. */
    static Optional<Boolean> wantsAll(long[] words) {
        if (words.length == 0 || !isOne(words[0]) || of(words[0]).kind() != Kind.BEGUN) {
            return Optional.empty();
        }
        return Optional.of(of(words[0]).block().value() == 1);
    }

    /** The words of it: one for each run of units. */
    long[] words() {
        long[] words = new long[ValidityPage.UNITS_PER_BLOCK];
        int count = 0;
        for (int unit = 0; unit < ValidityPage.UNITS_PER_BLOCK; ) {
            int end = units.endOfRun(unit, ValidityPage.UNITS_PER_BLOCK);
            if (units.contains(unit)) {
                words[count++] = MARK
                        | kind.code << KIND_SHIFT
                        | block.value() << BLOCK_SHIFT
                        | (long) unit << FIRST_SHIFT
                        | (end - 1);
            }
            unit = end;
        }
        return Arrays.copyOf(words, count);
    }

    static boolean isOne(long word) {
        return (word & MARK) != 0;
    }

    /** What a word says. */
    static EpochNote of(long word) {
        return new EpochNote(
                Kind.of((int) (word >>> KIND_SHIFT) & 3),
                new BlockIndex(word >>> BLOCK_SHIFT & BLOCK_MASK),
                UnitSet.range((int) (word >>> FIRST_SHIFT) & UNIT_MASK, ((int) word & UNIT_MASK) + 1));
    }
}
