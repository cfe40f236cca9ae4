package io.ebsnap.volume;

import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.BlockIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * Which units became valid since the map was last made durable: {@code docs/format/validity.md}. A user who goes on after the daemon's death
 * was told that his writes were done, so the next daemon must know of them; after the machine's death they may be gone, as those of
 * any disk that was not flushed.
 *
 * <p>New words go to one file. When the map's changes are taken to be made durable the files change their parts, unless the other one still
 * holds words that were not made durable; when they are durable, the other file is emptied. For use by one thread at a time.
 */
final class VolatileJournal implements AutoCloseable {

    /** So many words ask for a flush: half a MiB of memory. */
    private static final int WORDS_MAX = 65_536;

    private final boolean lost;
    private JournalFile current;
    private JournalFile earlier;
    private int words;
    private boolean earlierHoldsWords;
    private boolean abandoned;

    /**
     * A journal.
     *
     * @param one and {@code other} belong to it from now on
     * @param lost whether what an earlier daemon on this running machine noted is gone
     */
    VolatileJournal(JournalFile one, JournalFile other, boolean lost) {
        this.current = one;
        this.earlier = other;
        this.lost = lost;
    }

    /** Whether users may have been told of writes that nobody knows of any more. */
    boolean lost() {
        return lost;
    }

    /** What an earlier daemon noted; from now on it counts as not durable. To be called once, before anything is appended. */
    List<Note> replay() {
        for (long word : current.words()) {
            earlier.append(word);
        }
        current.clear();
        List<Note> notes = new ArrayList<>();
        for (long word : earlier.words()) {
            if (Note.isOne(word)) {
                notes.add(Note.of(word));
            }
        }
        earlierHoldsWords = !notes.isEmpty();
        return notes;
    }

    /** Whether a flush should come soon. */
    boolean isLong() {
        return words >= WORDS_MAX;
    }

    /** Notes units of a block that become valid. */
    void append(BlockIndex block, UnitSet units) {
        if (abandoned) {
            return;
        }
        for (int unit = 0; unit < ValidityPage.UNITS_PER_BLOCK; ) {
            int end = units.endOfRun(unit, ValidityPage.UNITS_PER_BLOCK);
            if (units.contains(unit)) {
                current.append(new Note(block, unit, end).word());
                words++;
            }
            unit = end;
        }
    }

    /** What was noted is about to be made durable. */
    void turn() {
        if (!earlierHoldsWords && words > 0) {
            JournalFile next = earlier;
            earlier = current;
            current = next;
            earlierHoldsWords = true;
            words = 0;
        }
    }

    /** What was noted before the last {@link #turn} that changed the files is durable. */
    void settled() {
        if (earlierHoldsWords) {
            earlier.clear();
            earlierHoldsWords = false;
        }
    }

    /** The target could not be made durable: what it holds is not known, and nothing of this may be believed. */
    void abandon() {
        abandoned = true;
        earlier.clear();
        current.clear();
    }

    @Override
    public void close() {
        try (JournalFile _ = current;
                JournalFile _ = earlier) {
            // Closed one after the other.
        }
    }

    /**
     * Units of one block that follow each other.
     *
     * @param first of them
     * @param end the one after the last
     */
    record Note(BlockIndex block, int first, int end) {

        private static final long MARK = 1L << 63;
        private static final int BLOCK_SHIFT = 16;
        private static final int FIRST_SHIFT = 8;
        private static final int UNIT_MASK = 0xFF;

        UnitSet units() {
            return UnitSet.range(first, end);
        }

        private long word() {
            return MARK | block.value() << BLOCK_SHIFT | (long) first << FIRST_SHIFT | (end - 1);
        }

        private static boolean isOne(long word) {
            return (word & MARK) != 0;
        }

        private static Note of(long word) {
            return new Note(
                    new BlockIndex((word & ~MARK) >>> BLOCK_SHIFT),
                    (int) (word >>> FIRST_SHIFT) & UNIT_MASK,
                    ((int) word & UNIT_MASK) + 1);
        }
    }
}
