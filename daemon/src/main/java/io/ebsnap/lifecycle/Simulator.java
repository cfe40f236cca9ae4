package io.ebsnap.lifecycle;

import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Plays what policies would do from now on, by the planner that the daemon does it by: from one time at which something happens to the next. Snapshots
 * are taken in no time and none fails. For one use by one thread.
 */
final class Simulator {

    /** More rounds at one time would be no progress. */
    private static final int ROUNDS_MAX = 8;

    private final List<Policy> policies;
    private final Map<String, VolumeFacts> volumes = new LinkedHashMap<>();
    /** The newest first. */
    private final Map<String, List<SnapshotFacts>> snapshots = new HashMap<>();

    private final Map<String, PolicyProgress> progress;
    private final Map<String, Instant> wakes = new HashMap<>();
    private final TreeMap<Instant, Set<String>> agenda = new TreeMap<>();
    private final Map<String, Set<String>> spared = new HashMap<>();
    private final Predicate<Occurrence> going;
    private int made;
    private boolean ended;

    /**
     * A simulation that begins with a world. What is being taken in it is taken for completed.
     *
     * @param going is told of everything in its order; says whether to go on
     */
    Simulator(World world, Predicate<Occurrence> going) {
        this.policies = world.policies();
        this.progress = new HashMap<>(world.progress());
        this.going = going;
        world.volumes().forEach(volume -> volumes.put(volume.id(), volume));
        world.byVolume()
                .forEach((volume, known) -> snapshots.put(
                        volume,
                        new ArrayList<>(known.stream().map(Simulator::completed).toList())));
    }

    private static SnapshotFacts completed(SnapshotFacts pending) {
        return pending.state() == SnapshotState.PENDING
                ? pending.with(SnapshotState.COMPLETED, pending.marks())
                : pending;
    }

    /**
     * Plays.
     *
     * @param stepsMax where it ends at the latest: times at which something happens
     * @return whether it came to its end, and was not ended before
     */
    boolean run(Instant from, Instant until, int stepsMax) {
        Set<String> everything = new HashSet<>(volumes.keySet());
        everything.addAll(snapshots.keySet());
        step(from, everything, policies);
        policies.forEach(policy -> putOnAgenda(policy, from));
        int steps = 0;
        Optional<Instant> time = nextTime();
        while (!ended && time.isPresent() && !time.get().isAfter(until)) {
            if (++steps > stepsMax) {
                return false;
            }
            play(time.get());
            time = nextTime();
        }
        return !ended;
    }

    /** How many snapshots there are now. */
    int count() {
        return snapshots.values().stream().mapToInt(List::size).sum();
    }

    private void play(Instant now) {
        Set<String> due = new HashSet<>();
        agenda.headMap(now, true).values().forEach(due::addAll);
        agenda.headMap(now, true).clear();
        List<Policy> firing =
                policies.stream().filter(policy -> due.contains(policy.id())).toList();
        Set<String> touched = new HashSet<>();
        wakes.forEach((volume, wake) -> {
            if (!wake.isAfter(now)) {
                touched.add(volume);
            }
        });
        for (VolumeFacts volume : volumes.values()) {
            if (firing.stream().anyMatch(policy -> policy.covers(volume))) {
                touched.add(volume.id());
            }
        }
        step(now, touched, firing);
        firing.forEach(policy -> putOnAgenda(policy, now));
    }

    private Optional<Instant> nextTime() {
        Optional<Instant> fire = agenda.isEmpty() ? Optional.empty() : Optional.of(agenda.firstKey());
        Optional<Instant> wake = wakes.values().stream().min(Instant::compareTo);
        return fire.isPresent() && wake.isPresent()
                ? fire.filter(time -> time.isBefore(wake.get())).or(() -> wake)
                : fire.or(() -> wake);
    }

    private void putOnAgenda(Policy policy, Instant now) {
        if (policy.enabled()) {
            policy.schedules().stream()
                    .flatMap(schedule -> schedule.timing().next(now).stream())
                    .min(Instant::compareTo)
                    .ifPresent(next ->
                            agenda.computeIfAbsent(next, any -> new HashSet<>()).add(policy.id()));
        }
    }

    private void step(Instant now, Set<String> touched, List<Policy> firing) {
        Plan.Due due = Planner.due(world(now, touched, firing));
        firing.forEach(
                policy -> progress.put(policy.id(), due.progress().getOrDefault(policy.id(), PolicyProgress.NONE)));
        due.fires().stream().filter(fire -> fire.missed() > 0).forEach(fire -> tell(Occurrences.missed(now, fire)));
        due.takes().forEach(take -> make(now, take));
        for (int round = 0; round < ROUNDS_MAX && !ended; round++) {
            Plan.Kept kept = Planner.kept(world(now, touched, policies));
            if (!apply(now, kept)) {
                tellSpared(now, touched, kept);
                wake(now, touched, kept);
                return;
            }
        }
    }

    private World world(Instant now, Set<String> touched, List<Policy> looking) {
        List<VolumeFacts> meant = new ArrayList<>();
        Map<String, List<SnapshotFacts>> of = new HashMap<>();
        for (String volume : touched) {
            @Nullable VolumeFacts facts = volumes.get(volume);
            if (facts != null) {
                meant.add(facts);
            }
            of.put(volume, snapshots.getOrDefault(volume, List.of()));
        }
        return new World(now, looking, meant, of, progress);
    }

    private void make(Instant now, Take take) {
        Marks marks = take.marks();
        List<Tag> tags = marks.in(take.tags());
        SnapshotFacts taken = new SnapshotFacts(
                newId(),
                take.volume().id(),
                take.policy().accountId(),
                now,
                SnapshotState.COMPLETED,
                tags,
                marks,
                List.of(),
                false);
        add(taken);
        tell(Occurrences.created(now, take, taken.id()));
    }

    /** Of two at one time the later one has the greater id. */
    private String newId() {
        return String.format(Locale.ROOT, "new-%06d", ++made);
    }

    private void add(SnapshotFacts taken) {
        List<SnapshotFacts> known = snapshots.computeIfAbsent(taken.volumeId(), any -> new ArrayList<>());
        int place = Collections.binarySearch(known, taken, World.NEWEST_FIRST);
        known.add(-place - 1, taken); // no two have one id
    }

    /** Whether anything was done with those that stay, so that there may be more to do: that some are gone changes nothing for others. */
    private boolean apply(Instant now, Plan.Kept kept) {
        for (Verdict verdict : kept.removals()) {
            snapshots
                    .getOrDefault(verdict.snapshot().volumeId(), List.of())
                    .removeIf(
                            snapshot -> snapshot.id().equals(verdict.snapshot().id()));
            tell(Occurrences.deleted(now, verdict));
        }
        boolean changed = false;
        for (Duty duty : kept.duties()) {
            if (!duty.due().isAfter(now)) {
                changed = true;
                follow(now, duty);
            }
        }
        return changed;
    }

    private void follow(Instant now, Duty duty) {
        SnapshotFacts before = duty.snapshot();
        List<SnapshotFacts> known = snapshots.getOrDefault(before.volumeId(), List.of());
        known.replaceAll(snapshot -> snapshot.id().equals(before.id()) ? after(duty, snapshot) : snapshot);
        String about = "";
        if (duty.followUp() instanceof FollowUp.Copy copy) {
            about = newId();
            Marks marks = Marks.of(copy.marks());
            add(new SnapshotFacts(
                    about,
                    before.volumeId(),
                    before.ownerId(),
                    before.time(),
                    SnapshotState.COMPLETED,
                    copy.marks(),
                    marks,
                    List.of(),
                    false));
        }
        tell(Occurrences.followedUp(now, duty, about));
    }

    /** A snapshot with which something was done. */
    private static SnapshotFacts after(Duty duty, SnapshotFacts snapshot) {
        SnapshotFacts marked = snapshot.with(snapshot.state(), snapshot.marks().with(duty.word()));
        return duty.followUp() instanceof FollowUp.Lock lock ? marked.with(lock.protection()) : marked;
    }

    /** That one stays in spite of all policies is told once, when it begins. */
    private void tellSpared(Instant now, Set<String> touched, Plan.Kept kept) {
        Map<String, Set<String>> after = new HashMap<>();
        for (Verdict verdict : kept.spared()) {
            String volume = verdict.snapshot().volumeId();
            String id = verdict.snapshot().id();
            after.computeIfAbsent(volume, any -> new HashSet<>()).add(id);
            if (!spared.getOrDefault(volume, Set.of()).contains(id)) {
                tell(Occurrences.spared(now, verdict));
            }
        }
        touched.forEach(volume -> spared.put(volume, after.getOrDefault(volume, Set.of())));
    }

    /** When something changes in volumes by time alone. */
    private void wake(Instant now, Set<String> touched, Plan.Kept kept) {
        touched.forEach(wakes::remove);
        for (Verdict verdict : kept.verdicts()) {
            verdict.until().ifPresent(time -> wakes.merge(verdict.snapshot().volumeId(), time, Simulator::earlier));
        }
        for (Duty duty : kept.duties()) {
            wakes.merge(duty.snapshot().volumeId(), duty.due(), Simulator::earlier);
        }
        wakes.values().removeIf(time -> !time.isAfter(now));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void tell(Occurrence occurrence) {
        ended |= !going.test(occurrence);
    }
}
