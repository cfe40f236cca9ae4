package io.ebsnap.restore.hydration;

import java.util.PrimitiveIterator;

/** Blocks, and then others. To be used by one thread. */
record Chain(PrimitiveIterator.OfLong first, PrimitiveIterator.OfLong second) implements PrimitiveIterator.OfLong {

    @Override
    public boolean hasNext() {
        return first.hasNext() || second.hasNext();
    }

    @Override
    public long nextLong() {
        return first.hasNext() ? first.nextLong() : second.nextLong();
    }
}
