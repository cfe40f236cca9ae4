package io.ebsnap.chunk;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.Optional;

/** Reads chunks, and proves each one: tag, length and keyed id. Safe for use by several threads. */
public interface ChunkReader {

    /**
     * Reads a chunk's plaintext.
     *
     * @param target must have room for it
     * @return its length in bytes
     * @throws io.ebsnap.failure.Failure.Corrupt if the chunk is missing, quarantined or not what was stored; names the chunk and the pack
     * @throws io.ebsnap.failure.Failure.Denied if the domain's key is not to be had
     */
    int read(DomainId domain, ChunkKind kind, ChunkId id, ArraySlice target);

    /** Where a chunk lies now, for reading in pack order; it may move at any time. */
    Optional<ChunkLocation> locate(ChunkId id);
}
