package io.ebsnap.cli;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.Status;
import io.ebsnap.api.StoreDay;
import io.ebsnap.api.StoreStatistics;
import io.ebsnap.api.VolumeProtection;
import java.time.Instant;
import java.util.List;

/**
 * What a report is made of.
 *
 * @param time when it is made
 * @param status of the daemon
 * @param store in numbers
 * @param history of the store, the oldest day first
 * @param scrub how far the store was verified
 * @param zones of the store
 * @param volumes how well they are protected
 * @param policies all
 * @param snapshots all, in the order of their start times
 * @param tree where they come from, and what they take
 */
record ReportContent(
        Instant time,
        Status status,
        StoreStatistics store,
        List<StoreDay> history,
        ScrubStatus scrub,
        List<AvailabilityZone> zones,
        List<VolumeProtection> volumes,
        List<LifecyclePolicy> policies,
        List<Snapshot> snapshots,
        List<SnapshotTreeEntry> tree) {}
