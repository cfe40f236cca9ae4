package io.ebsnap.api;

/**
 * How many snapshots there are in each state.
 *
 * @param snapshotsCompleted that can be restored
 * @param snapshotsPending that are being taken
 * @param snapshotsInError that failed
 */
public record SnapshotCounts(long snapshotsCompleted, long snapshotsPending, long snapshotsInError) {}
