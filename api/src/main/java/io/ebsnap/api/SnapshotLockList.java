package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Locked snapshots.
 *
 * @param snapshots in the order of their ids
 * @param nextToken of the next page; absent on the last one
 */
public record SnapshotLockList(
        List<SnapshotLock> snapshots, @Nullable String nextToken) {}
