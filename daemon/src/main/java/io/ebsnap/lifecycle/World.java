package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the planner looks at.
 *
 * @param now the time
 * @param policies all of them, also those that are disabled
 * @param volumes all of them
 * @param snapshots all of them, in any order
 * @param progress of policies, by their ids
 * @param incomplete what could not be read of snapshots, so that nothing may be deleted; empty if that is nothing
 */
record World(
        Instant now,
        List<Policy> policies,
        List<VolumeFacts> volumes,
        List<SnapshotFacts> snapshots,
        Map<String, PolicyProgress> progress,
        String incomplete) {

    /** A world of which all is known. */
    World(
            Instant now,
            List<Policy> policies,
            List<VolumeFacts> volumes,
            List<SnapshotFacts> snapshots,
            Map<String, PolicyProgress> progress) {
        this(now, policies, volumes, snapshots, progress, "");
    }

    static final Comparator<SnapshotFacts> NEWEST_FIRST = Comparator.comparing(SnapshotFacts::time)
            .thenComparing(SnapshotFacts::id)
            .reversed();

    PolicyProgress progressOf(Policy policy) {
        return progress.getOrDefault(policy.id(), PolicyProgress.NONE);
    }

    /** The snapshots of each volume, the newest first. */
    Map<String, List<SnapshotFacts>> byVolume() {
        Map<String, List<SnapshotFacts>> byVolume = new HashMap<>();
        snapshots.stream()
                .sorted(NEWEST_FIRST)
                .forEach(snapshot -> byVolume.computeIfAbsent(snapshot.volumeId(), any -> new ArrayList<>())
                        .add(snapshot));
        return byVolume;
    }
}
