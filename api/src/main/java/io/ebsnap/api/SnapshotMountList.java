package io.ebsnap.api;

import java.util.List;

/**
 * Snapshots that are block devices for their files: at most 16.
 *
 * @param snapshotMounts by snapshot and part
 */
public record SnapshotMountList(List<SnapshotMount> snapshotMounts) {}
