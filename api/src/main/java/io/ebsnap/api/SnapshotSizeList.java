package io.ebsnap.api;

import java.util.List;

/**
 * The sizes of some snapshots.
 *
 * @param snapshotSizes of each
 * @param freedOnDeleteBytes content that goes at least when all of them are deleted: what only two of them share is not counted
 * @param freedOnDeleteStoredBytes the same, as stored
 */
public record SnapshotSizeList(
        List<SnapshotSize> snapshotSizes, long freedOnDeleteBytes, long freedOnDeleteStoredBytes) {}
