package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots in the recycle bin.
 *
 * @param snapshots in the order of their ids
 * @param nextToken of the next page; absent on the last one
 */
public record BinnedSnapshotList(
        List<BinnedSnapshot> snapshots, @Nullable String nextToken) {}
