package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fast restore of snapshots.
 *
 * @param fastSnapshotRestores in the order of snapshots, then zones
 * @param nextToken of the next page; absent on the last one
 */
public record FastSnapshotRestoreList(
        List<FastSnapshotRestore> fastSnapshotRestores,
        @Nullable String nextToken) {}
