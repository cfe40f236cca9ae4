package io.ebsnap.snapshot;

/**
 * What a snapshot takes, counted by content: a chunk that it refers to twice counts once, but for the full size. Plaintext sizes count
 * 512 KiB blocks, stored sizes what their sealed records take in packs, pages included. What deleting it frees is exactly its unique
 * part (once collected): every other chunk is needed by another snapshot of the store.
 *
 * @param fullBytes all blocks that are not holes
 * @param distinctBytes the different contents among them
 * @param distinctStoredBytes what these and its pages take in the store
 * @param uniqueBytes contents that no other snapshot has
 * @param uniqueStoredBytes what these and its unique pages take in the store
 * @param relativeError 0 if the counts are exact; else the standard error of distinct and unique sizes, as a share of the distinct
 *     ones: of very large snapshots a random sample of the contents is counted
 */
public record SnapshotSizes(
        long fullBytes,
        long distinctBytes,
        long distinctStoredBytes,
        long uniqueBytes,
        long uniqueStoredBytes,
        double relativeError) {

    /** Contents that other snapshots have too. */
    public long sharedBytes() {
        return distinctBytes - uniqueBytes;
    }

    /** What these take in the store. */
    public long sharedStoredBytes() {
        return distinctStoredBytes - uniqueStoredBytes;
    }

    /** Plaintext bytes whose only holder goes when the snapshot is deleted. */
    public long freedOnDeleteBytes() {
        return uniqueBytes;
    }

    /** Bytes of the store that the next collection can give back when the snapshot is deleted. */
    public long freedOnDeleteStoredBytes() {
        return uniqueStoredBytes;
    }
}
