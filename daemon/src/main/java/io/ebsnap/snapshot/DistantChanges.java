package io.ebsnap.snapshot;

import io.ebsnap.tracking.ChangeCursor;
import java.util.Optional;

/** What differs between two distant snapshots, as their place tells. */
record DistantChanges(DistantWalk walk) implements ChangeCursor {

    @Override
    public long unchangedFrom(long block, long countMax) {
        DistantBlock next = walk.from(block);
        return next == null ? countMax : Math.min(countMax, next.index() - block);
    }

    @Override
    public Optional<String> doubt() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // The walk is the instant's.
    }
}
