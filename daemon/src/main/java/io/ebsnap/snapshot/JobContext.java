package io.ebsnap.snapshot;

import io.ebsnap.task.Surroundings;

/**
 * What all snapshots on their way share.
 *
 * @param storage where they are kept
 * @param records their records
 * @param failures how a failure is recorded
 * @param settings how they are taken
 * @param surroundings clocks and crash points
 */
record JobContext(
        SnapshotStorage storage,
        SnapshotRecords records,
        FailureLedger failures,
        SnapshotSettings settings,
        Surroundings surroundings) {}
