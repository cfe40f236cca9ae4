package io.ebsnap.api;

/**
 * The size questions about one snapshot. Each is answered in bytes of content and in bytes as stored: compressed and
 * sealed, with block map pages, and with each chunk's row in the table of its pack.
 *
 * @param snapshotId of the snapshot
 * @param fullSnapshotSizeInBytes all its blocks that are not holes
 * @param fullStoredBytes the same, as stored; content that it has twice is counted once
 * @param uniqueBytes that nothing else needs: what deleting this one alone frees
 * @param uniqueStoredBytes the same, as stored
 * @param sharedBytes that another snapshot has too, or a volume still needs that was made of one
 * @param sharedStoredBytes the same, as stored
 * @param relativeError 0 if the sizes are exact; else their standard error as a share of the full size: of very many chunks a
 *     sample is counted
 */
public record SnapshotSize(
        String snapshotId,
        long fullSnapshotSizeInBytes,
        long fullStoredBytes,
        long uniqueBytes,
        long uniqueStoredBytes,
        long sharedBytes,
        long sharedStoredBytes,
        double relativeError) {}
