package io.ebsnap.api;

import java.util.List;

/**
 * The sizes of some snapshots.
 *
 * @param snapshotSizes of each
 * @param freedOnDeleteBytes content that goes when all of them are deleted: what only they share is counted too
 * @param freedOnDeleteStoredBytes the same, as stored
 */
public record SnapshotSizeList(
        List<SnapshotSize> snapshotSizes, long freedOnDeleteBytes, long freedOnDeleteStoredBytes) {}
