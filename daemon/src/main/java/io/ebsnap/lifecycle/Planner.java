package io.ebsnap.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what policies want to be done now. Pure: the daemon does what it says, previews and simulations only show it, all by the same answer. Costs time
 * in proportion to snapshots and policies.
 */
final class Planner {

    private Planner() {}

    /** What is to be done now. */
    static Plan plan(World world) {
        return new Plan(due(world), kept(world));
    }

    /** What is to be taken now, whatever becomes of what is there. */
    static Plan.Due due(World world) {
        Map<String, PolicyProgress> progress = new LinkedHashMap<>();
        List<Fire> fires = new ArrayList<>();
        List<Take> takes = new ArrayList<>();
        Takes making = new Takes(world.byVolume());
        for (Policy policy : world.policies()) {
            Fires due = Fires.of(policy, world.progressOf(policy), world.now());
            fires.addAll(due.fires());
            takes.addAll(making.of(due.fires(), world.volumes()));
            progress.put(policy.id(), due.progress());
        }
        return new Plan.Due(fires, takes, progress);
    }

    /** What becomes of snapshots, without anything new. */
    static Plan.Kept kept(World world) {
        Map<String, VolumeFacts> volumes = new HashMap<>();
        world.volumes().forEach(volume -> volumes.put(volume.id(), volume));
        Verdicts deciding = new Verdicts(world.policies(), world.now());
        Plan.Kept kept = new Plan.Kept(new ArrayList<>(), new ArrayList<>());
        world.byVolume().forEach((id, snapshots) -> {
            VolumeFacts volume = volumes.get(id);
            List<Verdict> verdicts = deciding.of(volume, snapshots);
            kept.verdicts().addAll(verdicts);
            List<SnapshotFacts> staying = verdicts.stream()
                    .filter(verdict -> verdict.keep() && verdict.snapshot().completed())
                    .map(Verdict::snapshot)
                    .toList();
            deciding.ruled(volume, staying)
                    .forEach(ruled -> kept.duties()
                            .addAll(new Duties(ruled.policy(), ruled.schedule(), world.now()).of(ruled.snapshots())));
        });
        return kept;
    }
}
