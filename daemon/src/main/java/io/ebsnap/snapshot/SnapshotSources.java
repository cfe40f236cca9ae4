package io.ebsnap.snapshot;

import io.ebsnap.device.Hooks;
import io.ebsnap.device.PointInTimes;
import io.ebsnap.tracking.Trackers;
import io.ebsnap.volume.VolumeRegistry;

/**
 * What snapshots are taken of. All belong to the caller.
 *
 * @param volumes names devices
 * @param instants takes instants of them
 * @param hooks runs the user's commands around that
 * @param trackers tell what changed since the snapshot before
 */
public record SnapshotSources(VolumeRegistry volumes, PointInTimes instants, Hooks hooks, Trackers trackers) {}
