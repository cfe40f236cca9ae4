package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots.
 *
 * @param snapshots in the order of their start, the oldest first
 * @param nextToken of the next page; absent on the last one
 */
public record SnapshotList(
        List<Snapshot> snapshots, @Nullable String nextToken) {}
