package io.ebsnap.tracking;

import java.util.Optional;
import java.util.OptionalLong;

/** What a tracker says of a volume's blocks, walked along in ascending order. To be used by one thread at a time. */
public interface ChangeCursor extends AutoCloseable {

    /**
     * How many blocks from one on are as they were in the parent; 0 if that one may have changed. Fewer than there are is no
     * error: whoever walks along asks again.
     *
     * @param block not before one that was asked for earlier
     * @param countMax at least 1
     * @return 0 .. {@code countMax}
     */
    long unchangedFrom(long block, long countMax);

    /**
     * How many blocks from one on, of so many with content that it calls unchanged, need not be read and compared all the same; if fewer than asked for, the
     * one after them is to be.
     *
     * @return empty if any can be: then it is chosen among those that are passed
     */
    default OptionalLong freeContents(long block, long count) {
        return OptionalLong.empty();
    }

    /** The same of holes. */
    default OptionalLong freeHoles(long block, long count) {
        return OptionalLong.empty();
    }

    /** Why it does not know any more, if so: every block since then counts as changed. */
    Optional<String> doubt();

    /** Why nothing that it said counts, if so: asked once, when all is walked along, before anybody relies on it. */
    default Optional<String> voided() {
        return Optional.empty();
    }

    /** Gives up what it holds. Does not fail: nothing was written. */
    @Override
    void close();
}
