package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the snapshots of a volume, by all policies together. Pure.
 *
 * <p>A snapshot stays as long as any rule keeps it. Beyond all rules stay the last completed one and the last verified one of the volume, what is protected by something else, and
 * what belongs to a policy, schedule or rule that is disabled or gone.
 */
final class Verdicts {

    private final Map<String, Policy> policies = new HashMap<>();
    private final Map<Key, Group> groups = new HashMap<>();
    private final List<Group> adopting = new ArrayList<>();
    private final Instant now;

    /** A schedule, or a rule of it that makes copies, with what it keeps. It is known by its key alone: to compare policies takes long. */
    private record Group(Key key, Policy policy, Schedule schedule, Retention retention) {

        boolean hasRules() {
            return policy.enabled() && key.copy().isEmpty() && !schedule.rules().isEmpty();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Group group && key.equals(group.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    /** What names a group: ids of a policy, of its schedule and of a rule that copies, or nothing for the schedule itself. */
    private record Key(String policy, String schedule, String copy) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::policy).thenComparing(Key::schedule).thenComparing(Key::copy);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    Verdicts(List<Policy> policies, Instant now) {
        this.now = now;
        for (Policy policy : policies) {
            this.policies.put(policy.id(), policy);
            policy.schedules().forEach(schedule -> know(policy, schedule));
        }
    }

    private void know(Policy policy, Schedule schedule) {
        Group own = know(policy, schedule, "", schedule.retention());
        if (!schedule.adopted().isEmpty()) {
            adopting.add(own);
        }
        for (Rule rule : schedule.rules()) {
            if (rule instanceof Rule.CopyRule copy) {
                Group unused = know(
                        policy,
                        schedule,
                        copy.id(),
                        copy.retention() == null ? schedule.retention() : copy.retention());
            }
        }
    }

    private Group know(Policy policy, Schedule schedule, String copy, Retention retention) {
        Group group = new Group(new Key(policy.id(), schedule.id(), copy), policy, schedule, retention);
        groups.put(group.key(), group);
        return group;
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
        Map<Group, List<SnapshotFacts>> members = new LinkedHashMap<>();
        for (SnapshotFacts snapshot : newestFirst) {
            for (Group group : groupsOf(volume, snapshot, decisions)) {
                members.computeIfAbsent(group, any -> new ArrayList<>()).add(snapshot);
            }
        }
        members.forEach((group, of) -> decide(group, of)
                .forEach((id, decision) ->
                        decisions.computeIfAbsent(id, any -> new ArrayList<>()).add(decision)));
        List<Verdict> verdicts = newestFirst.stream()
                .filter(snapshot -> decisions.containsKey(snapshot.id()))
                .map(snapshot -> protectedOne(Verdict.of(snapshot, decisions.getOrDefault(snapshot.id(), List.of()))))
                .toList();
        return verdicts.stream().map(LastOnes.of(newestFirst)::spared).toList();
    }

    /** A schedule that has rules for what is to be done with its snapshots, and these. */
    record Ruled(Policy policy, Schedule schedule, List<SnapshotFacts> snapshots) {}

    /** The snapshots of each such schedule that is enabled, in the order given; no copies. */
    List<Ruled> ruled(@Nullable VolumeFacts volume, List<SnapshotFacts> snapshots) {
        if (groups.values().stream().noneMatch(Group::hasRules)) {
            return List.of();
        }
        Map<Group, List<SnapshotFacts>> members = new LinkedHashMap<>();
        for (SnapshotFacts snapshot : snapshots) {
            for (Group group : groupsOf(volume, snapshot, new HashMap<>())) {
                if (group.hasRules()) {
                    members.computeIfAbsent(group, any -> new ArrayList<>()).add(snapshot);
                }
            }
        }
        return members.entrySet().stream()
                .map(of -> new Ruled(of.getKey().policy(), of.getKey().schedule(), of.getValue()))
                .toList();
    }

    private List<Group> groupsOf(
            @Nullable VolumeFacts volume, SnapshotFacts snapshot, Map<String, List<Decision>> decisions) {
        List<Group> found = new ArrayList<>(marked(snapshot, decisions));
        if (volume != null && snapshot.marks().copy().isEmpty()) {
            for (Group group : adopting) {
                if (isAdopted(group, volume, snapshot)) {
                    found.add(group);
                }
            }
        }
        return found;
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
        List<Group> own = new ArrayList<>();
        if (policy != null && policy.accountId().equals(snapshot.ownerId())) {
            for (String id : marks.scheduleIds()) {
                Group found = groups.get(new Key(policy.id(), id, marks.copy()));
                if (found != null) {
                    own.add(found);
                }
            }
        }
        if (own.isEmpty()) {
            String gone = policy == null
                    ? "its policy " + marks.policyId() + " is gone, and nothing of that expires"
                    : "its schedule '" + String.join(", ", marks.scheduleIds()) + "' is gone from policy "
                            + policy.name() + ", and nothing of that expires";
            decisions.computeIfAbsent(snapshot.id(), any -> new ArrayList<>()).add(Decision.kept(gone));
        }
        own.sort(Comparator.comparing(Group::key));
        return own;
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
