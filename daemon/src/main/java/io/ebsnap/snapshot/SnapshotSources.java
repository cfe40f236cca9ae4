package io.ebsnap.snapshot;

import io.ebsnap.device.Hooks;
import io.ebsnap.device.PointInTimes;
import io.ebsnap.tracking.Trackers;
import io.ebsnap.volume.VolumeEpochs;
import io.ebsnap.volume.VolumeRegistry;

/**
 * What snapshots are taken of. All belong to the caller.
 *
 * @param volumes names devices
 * @param managed volumes that the daemon serves, and instants of them
 * @param instants takes instants of them
 * @param hooks runs the user's commands around that
 * @param trackers tell what changed since the snapshot before
 * @param elsewhere snapshots that lie elsewhere
 */
public record SnapshotSources(
        VolumeRegistry volumes,
        VolumeEpochs managed,
        PointInTimes instants,
        Hooks hooks,
        Trackers trackers,
        DistantSnapshots elsewhere) {

    /** Only of what is here. */
    public SnapshotSources(
            VolumeRegistry volumes, VolumeEpochs managed, PointInTimes instants, Hooks hooks, Trackers trackers) {
        this(volumes, managed, instants, hooks, trackers, DistantSnapshots.NONE);
    }
}
