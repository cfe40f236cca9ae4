package io.ebsnap.api;

/**
 * The size questions about one snapshot. Each is answered in bytes of content and in bytes as stored (compressed and
 * sealed).
 *
 * @param snapshotId of the snapshot
 * @param fullBytes all its blocks that are not holes
 * @param fullStoredBytes the same, as stored
 * @param uniqueBytes that no other snapshot has: what deleting this one alone frees
 * @param uniqueStoredBytes the same, as stored
 * @param sharedBytes that another snapshot has too
 * @param sharedStoredBytes the same, as stored
 * @param relativeError 0 if the sizes are exact; else their standard error as a share of the full size: of very large
 *     snapshots a sample is counted
 */
public record SnapshotSize(
        String snapshotId,
        long fullBytes,
        long fullStoredBytes,
        long uniqueBytes,
        long uniqueStoredBytes,
        long sharedBytes,
        long sharedStoredBytes,
        double relativeError) {}
