package io.ebsnap.snapshot;

import io.ebsnap.identity.SnapshotId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A completed snapshot that lies elsewhere, to be copied. Nothing is asked of it before the first call. What it answers is checked for sense, and is believed
 * no further than its own content: whoever tells wrong blocks gets a wrong copy. Safe for use by several threads.
 *
 * <p>Every call throws {@link io.ebsnap.failure.Failure.Unavailable} if the place cannot be reached, at once or, of a patient one, after {@link #wake}
 * only; {@link io.ebsnap.failure.Failure.NotFound} if the snapshot is not there any more; {@link io.ebsnap.failure.Failure.Denied} if it may not be read; and
 * {@link io.ebsnap.failure.Failure.Corrupt} if a block is damaged there or the answer makes no sense.
 */
public interface DistantSnapshot extends AutoCloseable {

    /** What it is. */
    DistantFacts facts();

    /** Whether another snapshot is there and the blocks in which this one differs from it can be told. */
    boolean isComparableTo(SnapshotId earlier);

    /**
     * Blocks from one on: those that differ from an earlier snapshot's, holes included, or without one those that are not holes.
     *
     * @param since a snapshot that this is comparable to
     */
    DistantPage page(Optional<SnapshotId> since, long from);

    /** How much the blocks are, but for holes, that {@link #page} names in all. */
    DistantSum sum(Optional<SnapshotId> since);

    /**
     * Reads a block, zeros for a hole; it was proved where it lies, and is what was sent.
     *
     * @param target with room for exactly the block
     */
    void read(long block, ByteBuffer target);

    /** Ends all waiting: calls under way and later ones throw {@link io.ebsnap.failure.Failure.Unavailable}. */
    void wake();

    @Override
    void close();
}
