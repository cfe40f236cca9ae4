package io.ebsnap.lifecycle;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a plan says: takes snapshots and notes how far each policy has come, then follow-ups, then deletions. What fails is told and does not keep
 * the rest from being done. For one use by one thread.
 *
 * <p>A crash leaves nothing half: a snapshot that was taken carries the time for which it was due, and is found by that; a copy carries the snapshot that it
 * is a copy of; what was done with a snapshot stands on it; a deletion is done or not.
 */
final class LifecycleRun {

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleRun.class);

    private final LifecycleParts parts;
    private final SnapshotWork work;
    private final World world;
    private final Plan plan;
    private final Set<String> chosen;
    private final CrashPoints crashPoints;
    private final List<Occurrence> occurrences = new ArrayList<>();
    private boolean postponed;
    private boolean again;

    /**
     * A run.
     *
     * @param world that the plan was made of
     * @param chosen ids of the policies that are carried out
     */
    LifecycleRun(LifecycleParts parts, World world, Plan plan, Set<String> chosen) {
        this.parts = parts;
        this.work = new SnapshotWork(parts, world);
        this.world = world;
        this.plan = plan;
        this.chosen = chosen;
        this.crashPoints = parts.surroundings().crashPoints();
    }

    /** Does it. */
    List<Occurrence> run() {
        for (Policy policy : world.policies()) {
            if (chosen.contains(policy.id())) {
                take(policy);
            }
        }
        followUp();
        delete();
        occurrences.forEach(LifecycleRun::log);
        tellSpared();
        return occurrences;
    }

    /** Those for which there is no room now are taken by the next run: this one's time is not over. */
    private void take(Policy policy) {
        postponed = false;
        if (!policy.enabled()) {
            tell(Occurrences.idle(world.now(), policy, PolicyView.DISABLED));
        }
        plan.due().fires().stream()
                .filter(fire -> fire.policy().equals(policy) && fire.missed() > 0)
                .forEach(fire -> tell(Occurrences.missed(world.now(), fire)));
        plan.due().takes().stream().filter(take -> take.policy().equals(policy)).forEach(this::take);
        if (postponed) {
            return;
        }
        new WorldReading(parts.catalog(), parts.machine())
                .note(policy.id(), plan.due().progress().getOrDefault(policy.id(), PolicyProgress.NONE));
        crashPoints.reached("lifecycle.after-progress");
    }

    private void take(Take take) {
        try {
            String taken = work.create(take);
            crashPoints.reached("lifecycle.after-take");
            tell(Occurrences.created(world.now(), take, taken));
        } catch (Failure.Exhausted e) {
            postponed = true;
            again = true;
            waits(take, e);
        } catch (Failure e) {
            tell(Occurrences.skipped(world.now(), take, String.valueOf(e.getMessage())));
        }
    }

    /** Where others were taken, that is the queue's limit, and nothing to speak of; a disk that is full is. */
    private void waits(Take take, Failure.Exhausted why) {
        boolean others = occurrences.stream().anyMatch(what -> what.kind() == Occurrence.Kind.CREATED);
        if (others) {
            LOG.info(
                    "policy={} volume={} waits: {}",
                    take.policy().id(),
                    take.volume().id(),
                    why.getMessage());
        } else {
            tell(Occurrences.skipped(world.now(), take, why.getMessage() + ", and it is tried again"));
        }
    }

    private void followUp() {
        for (Duty duty : plan.kept().duties()) {
            if (chosen.contains(duty.policy().id()) && !duty.due().isAfter(world.now())) {
                followUp(duty);
            }
        }
    }

    private void followUp(Duty duty) {
        try {
            String made = madeBefore(duty).orElseGet(() -> work.carryOut(duty));
            crashPoints.reached("lifecycle.after-follow-up");
            work.note(duty);
            crashPoints.reached("lifecycle.after-mark");
            tell(Occurrences.followedUp(world.now(), duty, made));
        } catch (Failure e) {
            tell(Occurrences.failed(world.now(), duty, String.valueOf(e.getMessage())));
        }
    }

    /** The copy that was made before a crash. */
    private Optional<String> madeBefore(Duty duty) {
        if (!(duty.followUp() instanceof FollowUp.Copy copy)) {
            return Optional.empty();
        }
        Marks wanted = Marks.of(copy.marks());
        return world.snapshots()
                .filter(other -> other.marks().sourceId().equals(wanted.sourceId())
                        && other.marks().policyId().equals(wanted.policyId())
                        && other.marks().copy().equals(wanted.copy())
                        && other.marks().scheduleIds().equals(wanted.scheduleIds()))
                .map(SnapshotFacts::id)
                .findFirst();
    }

    private void delete() {
        if (!world.incomplete().isEmpty()) {
            tell(Occurrences.undeleted(world));
            return;
        }
        Map<String, LastOnes> last = new HashMap<>();
        world.byVolume().forEach((volume, snapshots) -> last.put(volume, LastOnes.of(snapshots)));
        for (Verdict verdict : plan.kept().removals()) {
            if (isChosen(verdict.decisions())) {
                delete(
                        verdict,
                        Objects.requireNonNull(last.get(verdict.snapshot().volumeId())));
            }
        }
    }

    /** It is so at each run, and not for the log. */
    private void tellSpared() {
        plan.kept().spared().stream()
                .filter(verdict -> isChosen(verdict.overruled()))
                .forEach(verdict -> tell(Occurrences.spared(world.now(), verdict)));
    }

    private boolean isChosen(List<Decision> decisions) {
        return decisions.stream().anyMatch(decision -> chosen.contains(decision.policyId()));
    }

    private void delete(Verdict verdict, LastOnes last) {
        if (!last.all().allMatch(work::isCompleted)) {
            tell(Occurrences.kept(
                    world.now(), verdict, "the last one of its volume has gone meanwhile: the next run looks again"));
            return;
        }
        SnapshotWork.Removal removal = work.delete(verdict.snapshot(), wardOf(verdict));
        crashPoints.reached("lifecycle.after-delete");
        switch (removal.outcome()) {
            case DELETED, CANCELLED, RECYCLED -> tell(Occurrences.deleted(world.now(), verdict));
            case FAILED -> tell(Occurrences.kept(world.now(), verdict, removal.message()));
            case NOT_FOUND ->
                LOG.debug(
                        "snapshot={} was deleted by somebody else",
                        verdict.snapshot().id());
        }
    }

    /** Deleted as the policy may that says so. */
    private Ward wardOf(Verdict verdict) {
        return world.policies().stream()
                .filter(policy -> verdict.decisions().stream()
                        .anyMatch(decision -> decision.policyId().equals(policy.id())))
                .findFirst()
                .map(Policy::ward)
                .orElseThrow();
    }

    /** Whether something waits for room, so that another run is wanted soon. */
    boolean wantsAnother() {
        return again;
    }

    private void tell(Occurrence occurrence) {
        occurrences.add(occurrence);
    }

    private static void log(Occurrence what) {
        switch (what.kind()) {
            case SKIPPED, FAILED, MISSED -> LOG.warn("{}", words(what));
            case IDLE -> LOG.debug("{}", words(what));
            case CREATED, DELETED, KEPT, FOLLOWED_UP -> LOG.info("{}", words(what));
        }
    }

    private static String words(Occurrence what) {
        return "policy=" + what.policy() + " schedule=" + what.schedule() + " volume=" + what.volumeId() + " snapshot="
                + what.snapshotId() + " " + what.kind() + ": " + what.reason();
    }

    /** When a schedule is due next. */
    static Optional<Instant> next(List<Policy> policies, Instant now) {
        return policies.stream()
                .filter(Policy::enabled)
                .flatMap(policy -> policy.schedules().stream())
                .flatMap(schedule -> schedule.timing().next(now).stream())
                .min(Instant::compareTo);
    }
}
