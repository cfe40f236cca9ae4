package io.ebsnap.lifecycle;

import io.ebsnap.catalog.SnapshotState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which snapshots of one volume a schedule keeps. Pure.
 *
 * @param policy whose schedule it is
 * @param schedule which
 * @param retention which it keeps: the schedule's, or that of a rule for copies
 * @param now the time of the decision
 */
record Retainer(Policy policy, Schedule schedule, Retention retention, Instant now) {

    /**
     * Decides.
     *
     * @param newestFirst snapshots of one volume that the schedule made, or adopted
     * @return by their ids
     */
    Map<String, Decision> decide(List<SnapshotFacts> newestFirst) {
        List<SnapshotFacts> completed =
                newestFirst.stream().filter(SnapshotFacts::completed).toList();
        Map<String, Decision> decisions = new LinkedHashMap<>(
                switch (retention) {
                    case Retention.ByCount count -> byCount(completed, count);
                    case Retention.ByAge age -> byAge(completed, age);
                    case Retention.Generations generations -> byGenerations(completed, generations);
                    case Retention.Forever forever -> all(completed);
                });
        for (SnapshotFacts snapshot : newestFirst) {
            if (!snapshot.completed()) {
                decisions.put(snapshot.id(), unfinished(snapshot, completed));
            }
        }
        return decisions;
    }

    private Map<String, Decision> byCount(List<SnapshotFacts> completed, Retention.ByCount count) {
        Map<String, Decision> decisions = new HashMap<>();
        for (int i = 0; i < completed.size(); i++) {
            boolean keep = i < count.count();
            String reason = keep
                    ? "it is number " + (i + 1) + " of the newest " + count.count() + " that are kept"
                    : i + " newer ones are there, and the newest " + count.count() + " are kept";
            decisions.put(completed.get(i).id(), decision(keep, reason));
        }
        return decisions;
    }

    private Map<String, Decision> byAge(List<SnapshotFacts> completed, Retention.ByAge age) {
        Map<String, Decision> decisions = new HashMap<>();
        for (SnapshotFacts snapshot : completed) {
            Instant end = age.age().after(snapshot.time(), schedule.zone());
            boolean keep = now.isBefore(end);
            String reason = keep ? "it is kept for " + age.age() : "it is older than " + age.age();
            decisions.put(
                    snapshot.id(),
                    new Decision(policy.id(), policy.name(), schedule.name(), keep, reason, keep ? end : null));
        }
        return decisions;
    }

    private Map<String, Decision> byGenerations(List<SnapshotFacts> completed, Retention.Generations generations) {
        Map<String, List<String>> reasons = new HashMap<>();
        for (Generation generation : Generation.values()) {
            name(completed, generation, generations.count(generation), reasons);
        }
        Map<String, Decision> decisions = new HashMap<>();
        for (SnapshotFacts snapshot : completed) {
            List<String> own = reasons.getOrDefault(snapshot.id(), List.of());
            decisions.put(
                    snapshot.id(),
                    own.isEmpty()
                            ? decision(
                                    false,
                                    "it is the last one of no stretch of time of which one is kept ("
                                            + generations.text() + ")")
                            : decision(true, "it is " + String.join(" and ", own)));
        }
        return decisions;
    }

    private void name(
            List<SnapshotFacts> completed, Generation generation, int count, Map<String, List<String>> reasons) {
        Generation.@Nullable Stretch before = null;
        int taken = 0;
        for (SnapshotFacts snapshot : completed) {
            if (taken > count || count == 0) {
                return;
            }
            Generation.Stretch stretch = generation.stretch(snapshot.time(), schedule.zone());
            if (!stretch.equals(before)) {
                before = stretch;
                taken++;
                if (taken <= count) {
                    reasons.computeIfAbsent(snapshot.id(), id -> new ArrayList<>())
                            .add(generation.word() + " number " + taken + " of " + count);
                }
            }
        }
    }

    private Map<String, Decision> all(List<SnapshotFacts> completed) {
        Map<String, Decision> decisions = new HashMap<>();
        completed.forEach(snapshot -> decisions.put(snapshot.id(), decision(true, "all are kept")));
        return decisions;
    }

    /** One that has failed is there to be seen until it is followed by one that has not. */
    private Decision unfinished(SnapshotFacts snapshot, List<SnapshotFacts> completed) {
        if (snapshot.state() == SnapshotState.PENDING) {
            return decision(true, "it is being taken");
        }
        boolean followed = !completed.isEmpty() && completed.getFirst().time().isAfter(snapshot.time());
        return followed
                ? decision(false, "it failed, and a later one is completed")
                : decision(true, "it failed, and no later one is completed yet");
    }

    private Decision decision(boolean keep, String reason) {
        return new Decision(policy.id(), policy.name(), schedule.name(), keep, reason, null);
    }
}
