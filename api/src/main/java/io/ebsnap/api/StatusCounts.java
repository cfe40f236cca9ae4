package io.ebsnap.api;

/**
 * What there is, in numbers.
 *
 * @param volumes that are registered
 * @param snapshotsCompleted that can be restored
 * @param snapshotsPending that are being taken
 * @param snapshotsInError that failed
 * @param tasksRunning of any kind
 * @param freeBytes that the data directory's file system has left
 * @param heapUsedBytes of the daemon
 */
public record StatusCounts(
        long volumes,
        long snapshotsCompleted,
        long snapshotsPending,
        long snapshotsInError,
        long tasksRunning,
        long freeBytes,
        long heapUsedBytes) {}
