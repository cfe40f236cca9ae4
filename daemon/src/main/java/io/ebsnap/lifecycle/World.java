package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the planner looks at.
 *
 * @param now the time
 * @param policies all of them, also those that are disabled
 * @param volumes all of them
 * @param byVolume all snapshots, by the ids of their volumes, the newest first
 * @param progress of policies, by their ids
 * @param incomplete what could not be read of snapshots, so that nothing may be deleted; empty if that is nothing
 */
record World(
        Instant now,
        List<Policy> policies,
        List<VolumeFacts> volumes,
        Map<String, List<SnapshotFacts>> byVolume,
        Map<String, PolicyProgress> progress,
        String incomplete) {

    /** A world of which all is known. */
    World(
            Instant now,
            List<Policy> policies,
            List<VolumeFacts> volumes,
            Map<String, List<SnapshotFacts>> byVolume,
            Map<String, PolicyProgress> progress) {
        this(now, policies, volumes, byVolume, progress, "");
    }

    static final Comparator<SnapshotFacts> NEWEST_FIRST = Comparator.comparing(SnapshotFacts::time)
            .thenComparing(SnapshotFacts::id)
            .reversed();

    PolicyProgress progressOf(Policy policy) {
        return progress.getOrDefault(policy.id(), PolicyProgress.NONE);
    }

    /** All snapshots, in any order. */
    Stream<SnapshotFacts> snapshots() {
        return byVolume.values().stream().flatMap(List::stream);
    }

    /** Snapshots by the ids of their volumes, the newest first. */
    static Map<String, List<SnapshotFacts>> byVolume(Collection<SnapshotFacts> snapshots) {
        Map<String, List<SnapshotFacts>> byVolume = new HashMap<>();
        snapshots.stream()
                .sorted(NEWEST_FIRST)
                .forEach(snapshot -> byVolume.computeIfAbsent(snapshot.volumeId(), any -> new ArrayList<>())
                        .add(snapshot));
        return byVolume;
    }
}
