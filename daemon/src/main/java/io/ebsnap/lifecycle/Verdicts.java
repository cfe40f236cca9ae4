package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the snapshots of a volume, by all policies together. Pure.
 *
 * <p>A snapshot stays as long as any rule keeps it. Beyond all rules stay the last completed one and the last verified one of the volume, what is protected by something else, and
 * what belongs to a policy, schedule or rule that is disabled or gone.
 */
final class Verdicts {

    private final Map<String, Policy> policies = new HashMap<>();
    private final List<Group> adopting = new ArrayList<>();
    private final Instant now;

    /** A schedule, or a rule of it that makes copies, with what it keeps. */
    private record Group(Policy policy, Schedule schedule, String copy, Retention retention) {

        String key() {
            return policy.id() + "/" + schedule.id() + "/" + copy;
        }
    }

    Verdicts(List<Policy> policies, Instant now) {
        this.now = now;
        for (Policy policy : policies) {
            this.policies.put(policy.id(), policy);
            for (Schedule schedule : policy.schedules()) {
                if (!schedule.adopted().isEmpty()) {
                    adopting.add(new Group(policy, schedule, "", schedule.retention()));
                }
            }
        }
    }

    /**
     * Decides.
     *
     * @param volume whose snapshots they are; null if it is gone
     * @param newestFirst all of them
     * @return in the same order; without those that no policy has anything to do with
     */
    List<Verdict> of(@Nullable VolumeFacts volume, List<SnapshotFacts> newestFirst) {
        Map<String, List<Decision>> decisions = new LinkedHashMap<>();
        Map<Group, List<SnapshotFacts>> groups = new LinkedHashMap<>();
        for (SnapshotFacts snapshot : newestFirst) {
            for (Group group : groupsOf(volume, snapshot, decisions)) {
                groups.computeIfAbsent(group, any -> new ArrayList<>()).add(snapshot);
            }
        }
        groups.forEach((group, members) -> decide(group, members)
                .forEach((id, decision) ->
                        decisions.computeIfAbsent(id, any -> new ArrayList<>()).add(decision)));
        List<Verdict> verdicts = newestFirst.stream()
                .filter(snapshot -> decisions.containsKey(snapshot.id()))
                .map(snapshot -> protectedOne(Verdict.of(snapshot, decisions.getOrDefault(snapshot.id(), List.of()))))
                .toList();
        return verdicts.stream().map(LastOnes.of(newestFirst)::spared).toList();
    }

    /** A schedule that has rules for what is to be done with its snapshots. */
    record Ruled(Policy policy, Schedule schedule) {}

    /** The snapshots of each such schedule that is enabled, in the order given; no copies. */
    Map<Ruled, List<SnapshotFacts>> ruled(@Nullable VolumeFacts volume, List<SnapshotFacts> snapshots) {
        Map<Ruled, List<SnapshotFacts>> members = new LinkedHashMap<>();
        for (SnapshotFacts snapshot : snapshots) {
            for (Group group : groupsOf(volume, snapshot, new HashMap<>())) {
                boolean ruled = !group.schedule().rules().isEmpty();
                if (group.policy().enabled() && group.copy().isEmpty() && ruled) {
                    members.computeIfAbsent(new Ruled(group.policy(), group.schedule()), any -> new ArrayList<>())
                            .add(snapshot);
                }
            }
        }
        return members;
    }

    private List<Group> groupsOf(
            @Nullable VolumeFacts volume, SnapshotFacts snapshot, Map<String, List<Decision>> decisions) {
        List<Group> groups = new ArrayList<>(marked(snapshot, decisions));
        if (volume != null && snapshot.marks().copy().isEmpty()) {
            for (Group group : adopting) {
                if (isAdopted(group, volume, snapshot)) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    private static boolean isAdopted(Group group, VolumeFacts volume, SnapshotFacts snapshot) {
        boolean own = snapshot.marks().policyId().equals(group.policy().id())
                && snapshot.marks().scheduleIds().contains(group.schedule().id());
        return !own
                && group.policy().accountId().equals(snapshot.ownerId())
                && group.policy().covers(volume)
                && group.schedule().adopted().stream().anyMatch(tag -> tag.isAmong(snapshot.tags()));
    }

    /** Where the schedules are gone, nothing is decided but that it stays. */
    private List<Group> marked(SnapshotFacts snapshot, Map<String, List<Decision>> decisions) {
        Marks marks = snapshot.marks();
        if (marks.policyId().isEmpty()) {
            return List.of();
        }
        Policy policy = policies.get(marks.policyId());
        List<Group> groups = new ArrayList<>();
        if (policy != null && policy.accountId().equals(snapshot.ownerId())) {
            for (String id : marks.scheduleIds()) {
                policy.schedule(id)
                        .flatMap(found -> group(policy, found, marks.copy()))
                        .ifPresent(groups::add);
            }
        }
        if (groups.isEmpty()) {
            String gone = policy == null
                    ? "its policy " + marks.policyId() + " is gone, and nothing of that expires"
                    : "its schedule '" + String.join(", ", marks.scheduleIds()) + "' is gone from policy "
                            + policy.name() + ", and nothing of that expires";
            decisions.computeIfAbsent(snapshot.id(), any -> new ArrayList<>()).add(Decision.kept(gone));
        }
        return groups.stream().sorted(Comparator.comparing(Group::key)).toList();
    }

    private static Optional<Group> group(Policy policy, Schedule schedule, String copy) {
        if (copy.isEmpty()) {
            return Optional.of(new Group(policy, schedule, "", schedule.retention()));
        }
        return schedule.rules().stream()
                .filter(rule -> rule.id().equals(copy))
                .map(Rule.CopyRule.class::cast)
                .findFirst()
                .map(rule -> new Group(
                        policy, schedule, copy, rule.retention() == null ? schedule.retention() : rule.retention()));
    }

    private Map<String, Decision> decide(Group group, List<SnapshotFacts> members) {
        if (group.policy().enabled()) {
            return new Retainer(group.policy(), group.schedule(), group.retention(), now).decide(members);
        }
        Map<String, Decision> kept = new HashMap<>();
        members.forEach(member -> kept.put(
                member.id(),
                Decision.kept("policy " + group.policy().name() + " is disabled, and nothing of it expires")));
        return kept;
    }

    private Verdict protectedOne(Verdict verdict) {
        List<Decision> keeping = verdict.snapshot().protections().stream()
                .filter(protection -> protection.holds(now))
                .map(Protection::decision)
                .toList();
        return verdict.keep() || keeping.isEmpty() ? verdict : verdict.spared(keeping);
    }
}
