package io.ebsnap.control;

import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.Status;
import io.ebsnap.api.StatusCounts;
import io.ebsnap.api.StatusCoverage;
import io.ebsnap.api.StatusPolicies;
import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GetStatus. */
final class StatusActions {

    private static final long FREE_BYTES_LOW = 2L << 30;
    private static final int CONTRADICTIONS_MAX = 16;

    private final Services services;
    private final DaemonFacts facts;
    private final ZoneActions zones;
    private final ProtectionActions protection;

    StatusActions(Services services, DaemonFacts facts, ZoneActions zones, ProtectionActions protection) {
        this.protection = protection;
        this.services = services;
        this.facts = facts;
        this.zones = zones;
    }

    Status status() {
        StoreStatistics store = services.store().statistics();
        StatusPolicies policies = new PolicyCoverage(services.lifecycle()).status(protection.volumeIds());
        return new Status(
                facts.version(),
                facts.region(),
                "running",
                facts.processId(),
                facts.startTime(),
                facts.dataDirectory().toString(),
                store.storeId(),
                facts.cipher(),
                facts.keystoreRoot(),
                counts(store),
                coverage(),
                policies,
                warnings(store, policies));
    }

    private StatusCounts counts(StoreStatistics store) {
        Runtime runtime = Runtime.getRuntime();
        long running = services.tasks().list().stream()
                .filter(task -> task.state() == TaskState.RUNNING)
                .count();
        return new StatusCounts(
                services.volumes().list().size()
                        + services.serving().volumes().list().size(),
                StoreActions.snapshotCounts(store),
                running,
                store.freeBytes(),
                runtime.totalMemory() - runtime.freeMemory());
    }

    private StatusCoverage coverage() {
        Map<String, Long> volumes = protection.states();
        Optional<ScrubStatus> scrub = isAdministrator()
                ? Optional.of(StoreActions.scrub(services.store().scrubStatus()))
                : Optional.empty();
        return new StatusCoverage(
                volumes.getOrDefault("protected", 0L),
                volumes.getOrDefault("stale", 0L),
                volumes.getOrDefault("unprotected", 0L),
                scrub.map(ScrubStatus::verifiedPercent).orElse(null),
                scrub.map(ScrubStatus::verifiedDays).orElse(null),
                scrub.map(ScrubStatus::oldestTime).orElse(null));
    }

    /** Exporting keys is the administrator's, and what was verified is everybody's. */
    private boolean isAdministrator() {
        return services.keys().owner().account() == null;
    }

    private List<String> warnings(StoreStatistics store, StatusPolicies policies) {
        List<String> warnings = new ArrayList<>();
        if (store.quarantinedChunks() > 0) {
            warnings.add(store.quarantinedChunks() + " chunks are damaged: ebsnap store verify says where");
        }
        if (store.snapshotsFailed() > 0) {
            warnings.add(store.snapshotsFailed() + " snapshots failed: ebsnap snapshot list --filter status=error");
        }
        if (store.freeBytes() < FREE_BYTES_LOW) {
            warnings.add("little space is left: delete snapshots, then ebsnap store gc");
        }
        if (policies.policiesInError() > 0) {
            warnings.add(policies.policiesInError()
                    + " policies cannot be read, and nothing of them expires: ebsnap lifecycle check");
        }
        if (policies.policyFailures() > 0) {
            warnings.add(policies.policyFailures() + " failures in the last run of policies: ebsnap lifecycle show");
        }
        warnings.addAll(zones.warnings());
        unexported().ifPresent(warnings::add);
        warnings.addAll(contradictions(services.snapshots().contradictions()));
        warnings.addAll(facts.troubles().get());
        return warnings;
    }

    private Optional<String> unexported() {
        if (!isAdministrator()) {
            return Optional.empty();
        }
        long unexported = services.keys().keys().list().stream()
                .filter(key -> !key.versions().getLast().exported())
                .count();
        return unexported == 0
                ? Optional.empty()
                : Optional.of("no recovery file has the newest material of " + unexported
                        + (unexported == 1 ? " key" : " keys") + ": ebsnap key export");
    }

    private static List<String> contradictions(List<ContradictionRecord> all) {
        List<String> warnings = new ArrayList<>();
        for (ContradictionRecord found : all.subList(0, Math.min(all.size(), CONTRADICTIONS_MAX))) {
            warnings.add(found.tracker() + " called block " + found.block() + " of " + found.volumeId()
                    + " unchanged, and " + found.snapshotId() + " found at " + found.found()
                    + " that it was not: earlier snapshots may lack changes too; ebsnap volume untrack "
                    + found.volumeId() + " ends this warning");
        }
        if (all.size() > CONTRADICTIONS_MAX) {
            warnings.add("trackers were wrong about " + (all.size() - CONTRADICTIONS_MAX) + " more volumes");
        }
        return warnings;
    }
}
