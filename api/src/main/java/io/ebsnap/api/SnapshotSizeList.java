package io.ebsnap.api;

import java.util.List;

/**
 * The sizes of some snapshots.
 *
 * @param snapshotSizes of each
 * @param freedOnDeleteBytes content that goes when all of them are deleted; may be more than the sum of the unique parts
 * @param freedOnDeleteStoredBytes the same, as stored
 */
public record SnapshotSizeList(
        List<SnapshotSize> snapshotSizes, long freedOnDeleteBytes, long freedOnDeleteStoredBytes) {}
