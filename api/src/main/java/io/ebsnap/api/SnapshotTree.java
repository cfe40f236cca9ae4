package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots with where they come from.
 *
 * @param snapshots by start time
 * @param nextToken for the next part; absent at the end
 */
public record SnapshotTree(
        List<SnapshotTreeEntry> snapshots, @Nullable String nextToken) {}
