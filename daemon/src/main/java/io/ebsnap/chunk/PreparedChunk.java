package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;

/** A chunk that has a name and, if the store did not have it, a sealed record in a buffer of its writer's. */
public interface PreparedChunk extends AutoCloseable {

    /** The keyed hash of its content. */
    ChunkId id();

    /** Whether the store had it already. */
    boolean known();

    /** Gives the buffer back without appending. Does nothing after an append. */
    @Override
    void close();
}
