package io.ebsnap.volume;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import java.util.Optional;
import java.util.PrimitiveIterator;

/** The content behind a volume: what its blocks hold where nobody has written. Safe for use by several threads. */
public interface SourceBlocks {

    /** Whether a block is known to be zeros. */
    boolean isHole(BlockIndex block);

    /**
     * Reads and proves a block that is not a hole.
     *
     * @param target has room for a whole block; what the source does not have of it is filled with zeros
     */
    void read(BlockIndex block, ArraySlice target);

    /** Where a block lies in the store now, if that is known; for reading in that order. */
    Optional<ChunkLocation> placeOf(BlockIndex block);

    /** The blocks from one on that are not holes, in ascending order. To be used by one thread. */
    PrimitiveIterator.OfLong contentFrom(BlockIndex first);
}
