package io.ebsnap.volume;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.PrimitiveIterator;

/** A volume whose content is still arriving, as who fills it sees it. Safe for use by several threads. */
public interface Hydratable {

    /** Its id. */
    String name();

    /**
     * The blocks from one on that must be filled, in ascending order: those that are not holes of the snapshot, and where the target held something
     * else before, all. To be used by one thread.
     */
    PrimitiveIterator.OfLong mustFillFrom(BlockIndex first);

    /** Whether a block of the volume is one of those. */
    boolean mustFill(BlockIndex block);

    /** Where a block lies in the store now, if that is known. */
    Optional<ChunkLocation> placeOf(BlockIndex block);

    /** Reads, as a user would, but nobody sees it. */
    void read(long offset, ByteBuffer target);

    /** How long it is now: bytes. */
    long sizeBytes();

    /** How many bytes of a block the volume has; 0 or less of one behind its end. */
    int lengthOf(BlockIndex block);

    /** Whether nothing of a block is missing. */
    boolean isPresent(BlockIndex block);

    /**
     * Fetches what a block lacks, unless a user has written it meanwhile.
     *
     * @return whether anything was missing
     */
    boolean fillIfAbsent(BlockIndex block);

    /** Whether somebody waits for a block now. */
    boolean isInDemand();

    /** From now on, who sees what users do. */
    void watchedBy(VolumeWatcher watcher);

    /** Makes what has arrived durable. */
    void flush();

    /** What is wanted first has arrived, so many bytes: makes it durable, and notes it, unless it was noted before. */
    void bootSetArrived(long bytes);

    /** Everything has arrived, so many bytes: makes it durable, and gives the snapshot up. */
    void hydrated(long bytes);
}
