package io.ebsnap.api;

/**
 * What archiving a snapshot would save.
 *
 * @param snapshotId which
 * @param bytesMoved content that only it and archived snapshots need
 * @param storedBytes what that takes in the store, which the next collection gives back
 * @param archivedBytes what it would take in the archive, estimated from a sample
 * @param sharedStoredBytes what stays in the store because other snapshots need it
 * @param archivedStoredBytes what takes room in the store and is in the archive already
 */
public record SnapshotArchivalPlan(
        String snapshotId,
        long bytesMoved,
        long storedBytes,
        long archivedBytes,
        long sharedStoredBytes,
        long archivedStoredBytes) {}
