package io.ebsnap.blockmap;

import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;

/**
 * A block that is not a hole.
 *
 * @param index which block
 * @param id the chunk that is its content
 */
public record MappedBlock(BlockIndex index, ChunkId id) {}
