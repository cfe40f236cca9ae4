package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.LifecycleProgressRecord;
import io.ebsnap.catalog.LifecycleProgressRecord.ScheduleProgress;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the catalog what the planner looks at.
 *
 * @param catalog of everything
 * @param machine what is known beside it
 */
record WorldReading(Catalog catalog, LifecycleParts.Machine machine) {

    /** Policies, volumes and how far those have come, without snapshots. */
    World outline(List<Policy> policies, Instant now) {
        return new World(now, policies, volumes(policies), Map.of(), progress(policies));
    }

    private Map<String, PolicyProgress> progress(List<Policy> policies) {
        Map<String, PolicyProgress> progress = new HashMap<>();
        for (Policy policy : policies) {
            progressOf(policy.id()).ifPresent(known -> progress.put(policy.id(), known));
        }
        return progress;
    }

    /**
     * Everything as it is. A record that cannot be read keeps no snapshot from being taken, but all from being deleted.
     */
    World read(List<Policy> policies, Instant now) {
        Map<String, PolicyProgress> progress = progress(policies);
        try {
            return new World(
                    now,
                    policies,
                    volumes(policies),
                    World.byVolume(snapshots(true, machine.safeguards().get())),
                    progress);
        } catch (Failure.Corrupt | Failure.TooNew e) {
            return new World(
                    now,
                    policies,
                    volumes(policies),
                    World.byVolume(snapshots(false, Safeguards.NONE)),
                    progress,
                    String.valueOf(e.getMessage()));
        }
    }

    /** Those that there are, and what stands for those of policies that make images. */
    private List<VolumeFacts> volumes(List<Policy> policies) {
        List<VolumeFacts> volumes = volumes();
        volumes.addAll(ImageReading.machines(policies, volumes));
        return volumes;
    }

    private List<VolumeFacts> volumes() {
        List<VolumeFacts> volumes = new ArrayList<>();
        try (Stream<VolumeRecord> registered = catalog.list(CatalogKind.VOLUME)) {
            registered.forEach(volume -> volumes.add(new VolumeFacts(
                    volume.volumeId(),
                    volume.name(),
                    owner(volume.ownerId()),
                    volume.tags(),
                    false,
                    volume.device(),
                    machine.isBoot().test(volume.device()))));
        }
        try (Stream<ManagedVolumeRecord> managed = catalog.list(CatalogKind.MANAGED_VOLUME)) {
            managed.filter(volume -> volume.visible() && volume.state() == ManagedVolumeState.AVAILABLE)
                    .forEach(volume -> volumes.add(new VolumeFacts(
                            volume.volumeId(),
                            volume.name(),
                            owner(volume.ownerId()),
                            volume.tags(),
                            true,
                            volume.target().path(),
                            false)));
        }
        return volumes;
    }

    /** Those in the recycle bin are deleted: none of them is the last one of anything. */
    private List<SnapshotFacts> snapshots(boolean complete, Safeguards safeguards) {
        try (Stream<SnapshotRecord> all =
                complete ? catalog.listComplete(CatalogKind.SNAPSHOT) : catalog.list(CatalogKind.SNAPSHOT)) {
            List<SnapshotFacts> snapshots = new ArrayList<>(new ImageReading(catalog).images(complete));
            all.filter(SnapshotRecord::visible).forEach(snapshot -> snapshots.add(facts(snapshot, safeguards)));
            return snapshots;
        }
    }

    /** What policies look at of a snapshot. */
    private SnapshotFacts facts(SnapshotRecord snapshot, Safeguards safeguards) {
        Marks marks = Marks.of(snapshot.tags());
        return new SnapshotFacts(
                snapshot.snapshotId(),
                marks.volumeId().isEmpty() ? snapshot.volumeId() : marks.volumeId(),
                owner(snapshot.ownerId()),
                snapshot.startTime(),
                snapshot.state(),
                snapshot.tags(),
                marks,
                safeguards.protections().apply(snapshot),
                safeguards.verified().test(snapshot));
    }

    private String owner(@Nullable String ownerId) {
        return ownerId == null ? machine.ownAccount() : ownerId;
    }

    /** How far a policy has come; empty if it was never looked at. */
    Optional<PolicyProgress> progressOf(String policyId) {
        return catalog.find(CatalogKind.LIFECYCLE_PROGRESS, policyId).map(record -> {
            Map<String, Instant> last = new HashMap<>();
            record.schedules().forEach(schedule -> last.put(schedule.scheduleId(), schedule.time()));
            return new PolicyProgress(last, record.suspended());
        });
    }

    /** Notes durably how far a policy has come, unless that is known. */
    void note(String policyId, PolicyProgress progress) {
        LifecycleProgressRecord record = new LifecycleProgressRecord(
                policyId,
                progress.suspended(),
                new TreeMap<>(progress.last())
                        .entrySet().stream()
                                .map(entry -> new ScheduleProgress(
                                        entry.getKey(), entry.getValue().truncatedTo(ChronoUnit.MILLIS)))
                                .toList());
        Optional<LifecycleProgressRecord> before = catalog.find(CatalogKind.LIFECYCLE_PROGRESS, policyId);
        if (before.isEmpty()) {
            catalog.create(CatalogKind.LIFECYCLE_PROGRESS, record);
        } else if (!before.get().equals(record)) {
            LifecycleProgressRecord unused = catalog.update(CatalogKind.LIFECYCLE_PROGRESS, policyId, old -> record);
        }
    }
}
