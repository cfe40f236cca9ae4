package io.ebsnap.direct;

import org.jspecify.annotations.Nullable;

/**
 * A block in which two snapshots differ.
 *
 * @param index which
 * @param firstToken to read it with in the first snapshot; null if it is zeros there
 * @param secondToken likewise in the second one
 */
public record ChangedBlock(
        long index, @Nullable String firstToken, @Nullable String secondToken) {}
