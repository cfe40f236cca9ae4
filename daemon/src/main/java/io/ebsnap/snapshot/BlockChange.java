package io.ebsnap.snapshot;

import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import org.jspecify.annotations.Nullable;

/**
 * A block that differs between two snapshots.
 *
 * @param block which
 * @param first its chunk in the first snapshot; null for a hole, or if it is beyond that one's end
 * @param second its chunk in the second; null likewise
 */
public record BlockChange(
        BlockIndex block, @Nullable ChunkId first, @Nullable ChunkId second) {}
