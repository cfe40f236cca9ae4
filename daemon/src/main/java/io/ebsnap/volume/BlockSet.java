package io.ebsnap.volume;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A set of blocks in memory: a bit for each, in pages of 4 KiB that are made when they are first needed, so that a sparse set of a large volume is
 * small. Safe for use by several threads.
 */
final class BlockSet {

    /** 64 TiB of a volume. */
    static final long BLOCKS_MAX = 1L << 27;

    private static final int WORDS_PER_PAGE = 512;
    private static final int PAGES = (int) (BLOCKS_MAX / Long.SIZE / WORDS_PER_PAGE);

    private final AtomicReferenceArray<@Nullable AtomicLongArray> pages = new AtomicReferenceArray<>(PAGES);

    boolean contains(long block) {
        AtomicLongArray page = pages.get(pageOf(block));
        return page != null && (page.get(wordOf(block)) >>> block & 1) == 1;
    }

    void add(long block) {
        or(block / Long.SIZE, 1L << block);
    }

    /** Adds the blocks of a word; the lowest bit is the first of them. */
    void or(long word, long bits) {
        if (bits != 0) {
            long unused =
                    made((int) (word / WORDS_PER_PAGE)).getAndUpdate((int) (word % WORDS_PER_PAGE), old -> old | bits);
        }
    }

    /** The blocks of a word. */
    long word(long word) {
        AtomicLongArray page = pages.get((int) (word / WORDS_PER_PAGE));
        return page == null ? 0 : page.get((int) (word % WORDS_PER_PAGE));
    }

    /** The first block at or after one; -1 if there is none. */
    long next(long from) {
        if (from >= BLOCKS_MAX) {
            return -1;
        }
        long word = from / Long.SIZE;
        long bits = word(word) & -1L << from;
        while (bits == 0) {
            word = wordAfter(word);
            if (word < 0) {
                return -1;
            }
            bits = word(word);
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
    }

    /** The next word, past pages that are empty; -1 behind the last. */
    private long wordAfter(long word) {
        long next = word + 1;
        while (next < BLOCKS_MAX / Long.SIZE && pages.get((int) (next / WORDS_PER_PAGE)) == null) {
            next = (next / WORDS_PER_PAGE + 1) * WORDS_PER_PAGE;
        }
        return next < BLOCKS_MAX / Long.SIZE ? next : -1;
    }

    /** How many words there are up to the last that is not empty. */
    long words() {
        long words = 0;
        for (long block = next(0); block >= 0; block = next(words * Long.SIZE)) {
            words = block / Long.SIZE + 1;
        }
        return words;
    }

    /** How many there are. */
    long count() {
        long count = 0;
        for (int i = 0; i < PAGES; i++) {
            AtomicLongArray page = pages.get(i);
            for (int word = 0; page != null && word < WORDS_PER_PAGE; word++) {
                count += Long.bitCount(page.get(word));
            }
        }
        return count;
    }

    private AtomicLongArray made(int number) {
        AtomicLongArray page = pages.get(number);
        if (page == null) {
            pages.compareAndSet(number, null, new AtomicLongArray(WORDS_PER_PAGE));
            page = Objects.requireNonNull(pages.get(number));
        }
        return page;
    }

    private static int pageOf(long block) {
        return (int) (block / Long.SIZE / WORDS_PER_PAGE);
    }

    private static int wordOf(long block) {
        return (int) (block / Long.SIZE % WORDS_PER_PAGE);
    }
}
