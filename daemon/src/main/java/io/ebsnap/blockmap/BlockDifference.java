package io.ebsnap.blockmap;

import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import java.util.Optional;

/**
 * A block whose content differs between two maps.
 *
 * @param index which block
 * @param before its chunk in the first map; empty for a hole
 * @param after its chunk in the second map; empty for a hole
 */
public record BlockDifference(BlockIndex index, Optional<ChunkId> before, Optional<ChunkId> after) {}
