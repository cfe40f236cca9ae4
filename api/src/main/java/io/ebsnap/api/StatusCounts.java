package io.ebsnap.api;

/**
 * What there is, in numbers.
 *
 * @param volumes that are registered
 * @param snapshots in each state
 * @param tasksRunning of any kind
 * @param freeBytes that may still be stored
 * @param heapUsedBytes of the daemon
 */
public record StatusCounts(
        long volumes, @Inlined SnapshotCounts snapshots, long tasksRunning, long freeBytes, long heapUsedBytes) {}
