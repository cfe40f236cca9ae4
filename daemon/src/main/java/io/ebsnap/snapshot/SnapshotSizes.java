package io.ebsnap.snapshot;

/**
 * What a snapshot takes, or several as if they were one, counted by content: a chunk that they refer to twice counts once, but for the full
 * size. Plaintext sizes count 512 KiB blocks, stored sizes what their sealed records and the rows of these take in packs, block map pages
 * included. What deleting it frees is exactly its unique part: everything else is needed by another snapshot, or by a volume
 * that was made of one and has not all of its content yet.
 *
 * @param fullBytes all blocks that are not holes
 * @param distinctBytes the different contents among them
 * @param distinctStoredBytes what these and its pages take in the store
 * @param uniqueBytes contents that nothing else needs
 * @param uniqueStoredBytes what these and its unique pages take in the store
 * @param relativeError 0 if the counts are exact; else the standard error of distinct and unique sizes, as a share of the distinct
 *     ones: of very many contents a random sample is counted
 */
public record SnapshotSizes(
        long fullBytes,
        long distinctBytes,
        long distinctStoredBytes,
        long uniqueBytes,
        long uniqueStoredBytes,
        double relativeError) {

    /** Of no snapshot. */
    public static final SnapshotSizes NOTHING = new SnapshotSizes(0, 0, 0, 0, 0, 0);

    /** Of both together, that have nothing in common: they are sealed under different keys. */
    SnapshotSizes plus(SnapshotSizes other) {
        return new SnapshotSizes(
                fullBytes + other.fullBytes,
                distinctBytes + other.distinctBytes,
                distinctStoredBytes + other.distinctStoredBytes,
                uniqueBytes + other.uniqueBytes,
                uniqueStoredBytes + other.uniqueStoredBytes,
                Math.max(relativeError, other.relativeError));
    }

    /** Contents that something else needs too. */
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
