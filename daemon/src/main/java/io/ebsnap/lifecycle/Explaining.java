package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says why a snapshot is there, and until when.
 *
 * @param world as it is
 * @param snapshot which
 */
record Explaining(World world, SnapshotFacts snapshot) {

    private static final String NO_POLICY = "no policy has anything to do with it: it stays until somebody deletes it";

    /**
     * Says it.
     *
     * @param horizon how far it looks ahead
     * @param stepsMax how many times at which something happens it looks at
     */
    Explanation explain(Instant horizon, int stepsMax) {
        Plan.Kept kept = Planner.kept(ofVolume());
        Optional<Verdict> verdict = kept.verdicts().stream()
                .filter(found -> found.snapshot().id().equals(snapshot.id()))
                .findFirst();
        Optional<Occurrence> deletion = verdict.isEmpty() ? Optional.empty() : deletion(horizon, stepsMax);
        return new Explanation(
                snapshot.id(),
                policyName(),
                snapshot.marks().names(),
                verdict.map(Verdict::keep).orElse(true),
                verdict.map(found ->
                                found.decisions().stream().map(Decision::words).toList())
                        .orElseGet(this::withoutPolicy),
                snapshot.marks().done().stream().sorted().toList(),
                kept.duties().stream()
                        .filter(duty -> duty.snapshot().id().equals(snapshot.id()))
                        .map(duty -> duty.due() + " " + duty.followUp().words())
                        .sorted()
                        .toList(),
                deletion.map(Occurrence::time).orElse(null),
                deletion.map(Occurrence::reason).orElse(""));
    }

    private List<String> withoutPolicy() {
        List<Protection> protections = snapshot.protections();
        return protections.isEmpty()
                ? List.of(NO_POLICY)
                : protections.stream().map(Protection::reason).toList();
    }

    private String policyName() {
        String id = snapshot.marks().policyId();
        return world.policies().stream()
                .filter(policy -> policy.id().equals(id))
                .findFirst()
                .map(Policy::name)
                .orElse(id);
    }

    /** Nothing that happens to other volumes has to do with it. */
    private World ofVolume() {
        return new World(
                world.now(),
                world.policies(),
                world.volumes().stream()
                        .filter(volume -> volume.id().equals(snapshot.volumeId()))
                        .toList(),
                Map.of(snapshot.volumeId(), world.byVolume().getOrDefault(snapshot.volumeId(), List.of())),
                world.progress());
    }

    private Optional<Occurrence> deletion(Instant horizon, int stepsMax) {
        List<Occurrence> found = new ArrayList<>();
        Simulator simulator = new Simulator(ofVolume(), occurrence -> {
            if (occurrence.kind() == Occurrence.Kind.DELETED
                    && occurrence.snapshotId().equals(snapshot.id())) {
                found.add(occurrence);
            }
            return found.isEmpty();
        });
        boolean unused = simulator.run(world.now(), horizon, stepsMax);
        return found.stream().findFirst();
    }
}
