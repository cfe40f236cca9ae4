package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the rules of a schedule want to be done with its snapshots of one volume, now and later, and is not done yet. Pure.
 *
 * @param policy whose schedule it is
 * @param schedule which
 * @param now the time of the question
 */
record Duties(Policy policy, Schedule schedule, Instant now) {

    private static final String UNDONE = "-ended";

    /** @param newestFirst completed snapshots that stay */
    List<Duty> of(List<SnapshotFacts> newestFirst) {
        List<Duty> duties = new ArrayList<>();
        for (Rule rule : schedule.rules()) {
            switch (rule) {
                case Rule.CopyRule copy ->
                    newestFirst.forEach(snapshot -> once(duties, copy, snapshot, copied(copy, snapshot)));
                case Rule.PushRule push ->
                    newestFirst.forEach(snapshot -> once(duties, push, snapshot, pushed(push, snapshot)));
                case Rule.ShareRule share -> newestFirst.forEach(snapshot -> shared(duties, share, snapshot));
                case Rule.FastRestoreRule fast -> fastRestored(duties, fast, newestFirst);
                case Rule.LockRule lock -> newestFirst.forEach(snapshot -> locked(duties, lock, snapshot));
                case Rule.ArchiveRule archive ->
                    newestFirst.forEach(
                            snapshot -> later(duties, archive.id(), snapshot, new FollowUp.Archive(), archive.after()));
                case Rule.DeprecateRule deprecate ->
                    newestFirst.forEach(snapshot -> later(
                            duties,
                            deprecate.id(),
                            snapshot,
                            new FollowUp.Deprecate(policy.images()),
                            deprecate.after()));
            }
        }
        return duties;
    }

    private FollowUp copied(Rule.CopyRule rule, SnapshotFacts snapshot) {
        Marks marks = new Marks(
                        policy.id(),
                        Set.of(schedule.id()),
                        schedule.name(),
                        snapshot.marks().time() == null
                                ? snapshot.time()
                                : snapshot.marks().time(),
                        "",
                        "",
                        "",
                        Set.of())
                .ofCopy(rule.id(), schedule.id(), snapshot);
        return new FollowUp.Copy(rule.key(), rule.copyTags(), marks.tags());
    }

    private FollowUp pushed(Rule.PushRule rule, SnapshotFacts snapshot) {
        return new FollowUp.Push(
                rule.remote(), rule.key(), rule.copyTags(), snapshot.id() + " by " + policy.id() + "/" + rule.id());
    }

    private void shared(List<Duty> duties, Rule.ShareRule rule, SnapshotFacts snapshot) {
        Set<String> accounts = new HashSet<>(rule.accounts());
        Age limit = rule.unshareAfter();
        boolean over = limit != null && !now.isBefore(limit.after(snapshot.time(), schedule.zone()));
        boolean done = snapshot.marks().done().contains(word(snapshot, rule.id()));
        if (!over) {
            once(duties, rule, snapshot, new FollowUp.Share(accounts, rule.grant()));
        }
        if (limit != null && (done || !over)) {
            later(duties, rule.id() + UNDONE, snapshot, new FollowUp.Unshare(accounts), limit);
        }
    }

    /** One that is too old already is not locked any more. */
    private void locked(List<Duty> duties, Rule.LockRule rule, SnapshotFacts snapshot) {
        Instant until = rule.duration().after(snapshot.time(), schedule.zone());
        if (now.isBefore(until)) {
            once(duties, rule, snapshot, new FollowUp.Lock(rule.mode(), until, rule.coolOffHours()));
        }
    }

    private void fastRestored(List<Duty> duties, Rule.FastRestoreRule rule, List<SnapshotFacts> newestFirst) {
        for (int i = 0; i < newestFirst.size(); i++) {
            SnapshotFacts snapshot = newestFirst.get(i);
            boolean done = snapshot.marks().done().contains(word(snapshot, rule.id()));
            if (isFast(rule.keep(), i, snapshot)) {
                once(duties, rule, snapshot, new FollowUp.EnableFastRestore(rule.zones()));
            } else if (done) {
                add(duties, rule.id() + UNDONE, snapshot, new FollowUp.DisableFastRestore(rule.zones()), now);
            }
            if (rule.keep() instanceof Retention.ByAge age && isFast(rule.keep(), i, snapshot)) {
                later(duties, rule.id() + UNDONE, snapshot, new FollowUp.DisableFastRestore(rule.zones()), age.age());
            }
        }
    }

    private boolean isFast(Retention keep, int index, SnapshotFacts snapshot) {
        return switch (keep) {
            case Retention.ByCount count -> index < count.count();
            case Retention.ByAge age -> now.isBefore(age.age().after(snapshot.time(), schedule.zone()));
            case Retention.Generations generations -> false;
            case Retention.Forever forever -> true;
        };
    }

    private void once(List<Duty> duties, Rule rule, SnapshotFacts snapshot, FollowUp followUp) {
        add(duties, rule.id(), snapshot, followUp, now);
    }

    private void later(List<Duty> duties, String id, SnapshotFacts snapshot, FollowUp followUp, Age age) {
        add(duties, id, snapshot, followUp, age.after(snapshot.time(), schedule.zone()));
    }

    private void add(List<Duty> duties, String id, SnapshotFacts snapshot, FollowUp followUp, Instant due) {
        String word = word(snapshot, id);
        if (!snapshot.marks().done().contains(word)) {
            duties.add(new Duty(policy, schedule, snapshot, followUp, word, due));
        }
    }

    /** Several policies may adopt one snapshot, with schedules of the same id. */
    private String word(SnapshotFacts snapshot, String id) {
        String own = schedule.id() + "/" + id;
        return snapshot.marks().policyId().equals(policy.id()) ? own : policy.id() + "/" + own;
    }
}
