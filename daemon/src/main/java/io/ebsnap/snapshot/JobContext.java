package io.ebsnap.snapshot;

import io.ebsnap.task.Surroundings;
import io.ebsnap.tracking.Trackers;

/**
 * What all snapshots on their way share.
 *
 * @param storage where they are kept
 * @param trackers tell what changed
 * @param records their records
 * @param failures how a failure is recorded
 * @param contradictions how it is recorded that a tracker was wrong
 * @param settings how they are taken
 * @param surroundings clocks and crash points
 */
record JobContext(
        SnapshotStorage storage,
        Trackers trackers,
        SnapshotRecords records,
        FailureLedger failures,
        Contradictions contradictions,
        SnapshotSettings settings,
        Surroundings surroundings) {}
