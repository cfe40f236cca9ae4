package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocks that were changed since some snapshot's instant. A block is in the file before its change is made: so the death of the
 * process at any moment leaves all of them, and perhaps some that were not changed. Safe for use by several threads.
 */
final class ChangeSet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeSet.class);

    private final String since;
    private final long generation;
    private final BlockSet blocks = new BlockSet();

    @GuardedBy("this")
    private final ChangeFile file;

    private volatile @Nullable String lost;

    /**
     * The blocks in a file.
     *
     * @param since as {@link io.ebsnap.format.ChangeSetHeader#since} has it
     * @param file belongs to it from now on
     */
    ChangeSet(String since, long generation, ChangeFile file) {
        this.since = since;
        this.generation = generation;
        this.file = file;
        long[] words = file.words();
        for (int i = 0; i < words.length; i++) {
            blocks.or(i, words[i]);
        }
    }

    /** Since when. */
    String since() {
        return since;
    }

    long generation() {
        return generation;
    }

    /** Its blocks; not to be changed. */
    BlockSet blocks() {
        return blocks;
    }

    /** Why it does not know all that was changed; null if it does. */
    @Nullable
    String lost() {
        return lost;
    }

    /** Notes that blocks {@code first} to {@code last} are about to be changed. */
    void add(long first, long last) {
        for (long block = first; block <= last && lost == null; block++) {
            if (!blocks.contains(block)) {
                long word = block / Long.SIZE;
                long end = Math.min(last, word * Long.SIZE + Long.SIZE - 1);
                or(word, -1L << block & -1L >>> (Long.SIZE - 1 - end));
                block = end;
            }
        }
    }

    /** Adds all of another one's. */
    void addAll(ChangeSet other) {
        for (long block = other.blocks.next(0); block >= 0; block = other.blocks.next(block)) {
            long word = block / Long.SIZE;
            or(word, other.blocks.word(word));
            block = (word + 1) * Long.SIZE;
            if (block >= BlockSet.BLOCKS_MAX) {
                break;
            }
        }
        String reason = other.lost;
        if (reason != null) {
            lose(reason);
        }
    }

    private synchronized void or(long word, long bits) {
        long before = blocks.word(word);
        if ((bits & ~before) == 0 || lost != null) {
            return;
        }
        try {
            file.write(word, before | bits);
            blocks.or(word, bits);
        } catch (Failure e) {
            lose("changes could not be noted: " + e.getMessage());
        }
    }

    /** A volume is not made to fail because its changes cannot be noted: they are not known any more, also to the next daemon. */
    synchronized void lose(String reason) {
        if (lost == null) {
            LOG.warn("changes of a volume are not known any more: {}", reason);
            lost = reason;
            file.remove();
        }
    }

    /** Removes its file. */
    synchronized void remove() {
        try (ChangeFile unneeded = file) {
            unneeded.remove();
        }
    }

    /** Closes its file; the next daemon finds it. */
    @Override
    public synchronized void close() {
        file.close();
    }
}
