package io.ebsnap.chunk;

import java.util.List;

/**
 * New content for a whole index, in the making. Lookups see the old content until {@link #finish}; a pack that is added to the index meanwhile
 * is in the new content too. Safe for use by several threads.
 */
public interface IndexRebuild extends AutoCloseable {

    /** Adds a pack, in any order. Of several places of a chunk one is used. */
    void add(PackSummary pack, List<PackEntry> entries);

    /**
     * Puts what was added in the place of what the index held, durably.
     *
     * @return how many chunks the index was given
     */
    long finish();

    /** Ends it; without {@link #finish} the index stays as it is. */
    @Override
    void close();
}
