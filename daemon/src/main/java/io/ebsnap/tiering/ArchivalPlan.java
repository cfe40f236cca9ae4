package io.ebsnap.tiering;

/**
 * What archiving a snapshot would come to.
 *
 * @param snapshotId which
 * @param chunks that only it and archived snapshots need
 * @param plainBytes their content
 * @param storedBytes what they take in the store, which the next collection gives back
 * @param archivedBytes what they would take in the archive, estimated from a sample
 * @param sharedBytes what the rest takes, which stays because standard snapshots need it
 * @param alreadyBytes what of it is in the archive already, for other snapshots or from a move that was cut off
 */
public record ArchivalPlan(
        String snapshotId,
        long chunks,
        long plainBytes,
        long storedBytes,
        long archivedBytes,
        long sharedBytes,
        long alreadyBytes) {}
