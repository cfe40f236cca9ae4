package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots that are or were moved between tiers.
 *
 * @param snapshotTierStatuses in the order of their start times
 * @param nextToken of the next page; absent on the last one
 */
public record SnapshotTierStatusList(
        List<SnapshotTierStatus> snapshotTierStatuses,
        @Nullable String nextToken) {}
