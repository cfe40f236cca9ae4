package io.ebsnap.volume;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** Blocks one after the other. To be used by one thread. */
final class BlockRun implements PrimitiveIterator.OfLong {

    private final long last;
    private long next;

    /** The blocks {@code first} to {@code last}; none if {@code last} comes before. */
    BlockRun(long first, long last) {
        this.next = first;
        this.last = last;
    }

    @Override
    public boolean hasNext() {
        return next <= last;
    }

    @Override
    public long nextLong() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return next++;
    }
}
