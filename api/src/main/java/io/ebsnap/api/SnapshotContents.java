package io.ebsnap.api;

import java.util.List;

/**
 * What is in a snapshot.
 *
 * @param snapshotId which
 * @param parts the whole if it holds something itself, partitions by number, logical volumes by name
 */
public record SnapshotContents(String snapshotId, List<SnapshotPart> parts) {}
