package io.ebsnap.lifecycle;

import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes of schedules that are due the snapshots that are to be taken: one of a volume for all of a policy that are due together. Pure. */
final class Takes {

    private final Map<String, List<SnapshotFacts>> snapshots;
    private final Map<String, Instant> planned = new HashMap<>();

    /** @param snapshots of each volume, by its id */
    Takes(Map<String, List<SnapshotFacts>> snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * What one policy wants; what was given before is to be taken too.
     *
     * @param fires of one policy
     * @param volumes of everybody
     */
    List<Take> of(List<Fire> fires, List<VolumeFacts> volumes) {
        if (fires.isEmpty()) {
            return List.of();
        }
        Policy policy = fires.getFirst().policy();
        List<Take> takes = new ArrayList<>();
        for (VolumeFacts volume : volumes) {
            if (policy.covers(volume)) {
                List<Fire> wanted =
                        fires.stream().filter(fire -> isWanted(fire, volume)).toList();
                if (!wanted.isEmpty()) {
                    takes.add(take(policy, volume, wanted));
                }
            }
        }
        takes.forEach(take -> planned.put(take.volume().id(), take.due()));
        return List.copyOf(takes);
    }

    /** One that is there already was made before a crash. */
    private boolean isWanted(Fire fire, VolumeFacts volume) {
        List<SnapshotFacts> known = snapshots.getOrDefault(volume.id(), List.of());
        Instant other = planned.get(volume.id());
        return known.stream().noneMatch(snapshot -> isMadeFor(fire, snapshot) || isRecent(fire, snapshot))
                && (other == null || !isWithin(fire, other));
    }

    private static boolean isMadeFor(Fire fire, SnapshotFacts snapshot) {
        Marks marks = snapshot.marks();
        return marks.time() != null
                && marks.copy().isEmpty()
                && marks.policyId().equals(fire.policy().id())
                && marks.scheduleIds().contains(fire.schedule().id())
                && !marks.time().isBefore(fire.due());
    }

    /** Of snapshots of policies the time counts for which they were due: that of a day ago is a moment less than a day old. */
    private static boolean isRecent(Fire fire, SnapshotFacts snapshot) {
        Instant due = snapshot.marks().time();
        return snapshot.state() != SnapshotState.ERROR && isWithin(fire, due == null ? snapshot.time() : due);
    }

    private static boolean isWithin(Fire fire, Instant time) {
        Age limit = fire.schedule().onlyWithout();
        return limit != null
                && time.isAfter(limit.before(fire.due(), fire.schedule().zone()));
    }

    private static Take take(Policy policy, VolumeFacts volume, List<Fire> fires) {
        List<Schedule> schedules = fires.stream().map(Fire::schedule).toList();
        Instant due = fires.stream().map(Fire::due).max(Instant::compareTo).orElseThrow();
        return new Take(policy, volume, schedules, due, tags(policy, volume, schedules, due));
    }

    /** Those of all schedules; of one key that of the last one. */
    private static List<Tag> tags(Policy policy, VolumeFacts volume, List<Schedule> schedules, Instant due) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (schedules.stream().anyMatch(Schedule::copyTags)) {
            volume.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        }
        for (Schedule schedule : schedules) {
            Variables variables = new Variables(policy, schedule, volume, due.truncatedTo(ChronoUnit.SECONDS));
            schedule.tags().forEach(tag -> tags.put(tag.key(), variables.in(tag.value())));
        }
        tags.put(Marks.MANAGED, "true");
        return tags.entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }
}
