package io.ebsnap.lifecycle;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.LifecyclePolicyRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.KnownPolicies.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Policies over the catalog and a directory of files. */
public final class LifecycleEngine implements LifecycleService {

    private static final long WAIT_SECONDS_MAX = 60;
    private static final Duration WAIT_FOR_ROOM = Duration.ofSeconds(10);
    private static final Duration FORECAST_MAX = Duration.ofDays(3_653);
    private static final Duration FORESIGHT = Duration.ofDays(731);
    private static final int STEPS_MAX = 600_000;
    private static final int FORESIGHT_STEPS_MAX = 20_000;

    private final LifecycleParts parts;
    private final KnownPolicies known;
    private final WorldReading reading;
    private final LastRuns lastRuns = new LastRuns();
    private final ReentrantLock runs = new ReentrantLock(true);

    public LifecycleEngine(LifecycleParts parts) {
        this.parts = parts;
        this.known = new KnownPolicies(parts);
        this.reading = new WorldReading(parts.catalog(), parts.machine());
    }

    @Override
    public List<PolicyView> list() {
        List<Known> all = known.all();
        World world = reading.outline(KnownPolicies.readable(all), now());
        PolicyViews views = new PolicyViews(world, parts.machine().ownAccount(), lastRuns.all());
        return all.stream().map(views::of).toList();
    }

    @Override
    public Map<String, Set<String>> coverage() {
        List<Policy> policies = KnownPolicies.readable(known.all()).stream()
                .filter(Policy::enabled)
                .toList();
        Map<String, Set<String>> covering = new HashMap<>();
        for (VolumeFacts volume : reading.outline(List.of(), now()).volumes()) {
            Set<String> ids = policies.stream()
                    .filter(policy -> policy.selects(volume))
                    .map(Policy::id)
                    .collect(Collectors.toSet());
            if (!ids.isEmpty()) {
                covering.put(volume.id(), ids);
            }
        }
        return covering;
    }

    @Override
    public PolicyView create(String document, @Nullable Boolean enabled, @Nullable String accountId) {
        long count = known.all().stream()
                .map(Known::record)
                .filter(record -> record != null && Objects.equals(record.ownerId(), accountId))
                .count();
        if (count >= POLICIES_MAX) {
            throw new Failure.Exhausted(
                    "there are " + count + " policies already", "delete one that is not needed", null);
        }
        return view(known.create(document, enabled, accountId).policyId());
    }

    @Override
    public PolicyView update(String id, PolicyChange change) {
        return view(known.update(record(id), change).policyId());
    }

    @Override
    public void delete(String id) {
        String policy = record(id).policyId();
        boolean unused = parts.catalog().delete(CatalogKind.LIFECYCLE_POLICY, policy);
        boolean unusedToo = parts.catalog().delete(CatalogKind.LIFECYCLE_PROGRESS, policy);
    }

    @Override
    public void check(String document, @Nullable String accountId) {
        String any = PolicyIds.ofFile("");
        Policy unused = known.check(document, new PolicyDocument.Source("the policy", any, any, accountId));
    }

    private PolicyView view(String id) {
        return list().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no policy '" + id + "'"));
    }

    private LifecyclePolicyRecord record(String word) {
        Known found = known.all().stream()
                .filter(policy -> policy.isCalled(word))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no policy '" + word + "'"));
        LifecyclePolicyRecord record = found.record();
        if (record == null) {
            throw new Failure.Conflict(
                    "policy " + found.name() + " stands in " + found.file(), "change that file, or remove it");
        }
        return record;
    }

    @Override
    public RunReport run(Collection<String> policies) {
        lockRuns();
        try {
            Instant now = now();
            List<Known> all = known.all();
            Set<String> chosen = KnownPolicies.chosen(all, policies);
            List<Occurrence> occurrences = new ArrayList<>();
            all.stream()
                    .filter(policy ->
                            chosen.contains(policy.id()) && policy.policy().isEmpty())
                    .forEach(policy -> occurrences.add(broken(policy, now)));
            World world = reading.read(KnownPolicies.readable(all), now);
            LifecycleRun run = new LifecycleRun(parts, world, Planner.plan(world), chosen);
            occurrences.addAll(run.run());
            lastRuns.note(now, all.stream().map(Known::id).toList(), chosen, occurrences);
            Instant next = run.wantsAnother()
                    ? now.plus(WAIT_FOR_ROOM)
                    : LifecycleRun.next(world.policies(), now).orElse(null);
            return new RunReport(now, occurrences, next);
        } finally {
            runs.unlock();
        }
    }

    private void lockRuns() {
        try {
            if (runs.tryLock(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Failure.Conflict(
                "another run of policies has been under way for " + WAIT_SECONDS_MAX + " s",
                "what is due is done by that, or by the next");
    }

    private static Occurrence broken(Known policy, Instant now) {
        return new Occurrence(
                now,
                Occurrence.Kind.FAILED,
                policy.id(),
                policy.name(),
                "",
                "",
                "",
                policy.trouble() + ": nothing is done, and nothing of it expires");
    }

    @Override
    public Forecast forecast(Forecast.Order order) {
        if (order.until().isBefore(order.from())
                || Duration.between(order.from(), order.until()).compareTo(FORECAST_MAX) > 0) {
            throw new Failure.Invalid(
                    "from " + order.from() + " until " + order.until() + " is no time of up to ten years");
        }
        List<Known> all = known.all();
        Set<String> chosen = KnownPolicies.chosen(all, order.policies());
        List<Policy> readable = KnownPolicies.readable(all).stream()
                .filter(policy -> !order.empty() || chosen.contains(policy.id()))
                .toList();
        World world = reading.read(readable, order.from());
        World begin = order.empty() ? new World(order.from(), readable, world.volumes(), Map.of(), Map.of()) : world;
        Forecasting forecasting = new Forecasting(order, chosen, begin);
        return forecasting.run(STEPS_MAX);
    }

    @Override
    public Explanation explain(SnapshotId snapshot) {
        World world = reading.read(KnownPolicies.readable(known.all()), now());
        SnapshotFacts facts = world.snapshots()
                .filter(known -> known.id().equals(snapshot.value()))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no " + snapshot));
        return new Explaining(world, facts).explain(world.now().plus(FORESIGHT), FORESIGHT_STEPS_MAX);
    }

    @Override
    public Explanation explainImage(ImageId image, @Nullable String accountId) {
        World world = reading.read(KnownPolicies.readable(known.all()), now());
        SnapshotFacts facts = world.snapshots()
                .filter(known -> known.id().equals(image.value()))
                .filter(known -> accountId == null || known.ownerId().equals(accountId))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no image " + image + " that a policy has made"));
        return new Explaining(world, facts).explain(world.now().plus(FORESIGHT), FORESIGHT_STEPS_MAX);
    }

    /** What is to be done after an instant. */
    public Outlook outlook(Instant after) {
        List<Known> all = known.all();
        return new Outlook(all.isEmpty() ? 0 : all.hashCode(), LifecycleRun.next(KnownPolicies.readable(all), after));
    }

    /**
     * What a scheduler looks at.
     *
     * @param contents another number where policies are other ones, or say something else; 0 if there are none
     * @param next when a schedule is due next; empty if none ever is
     */
    public record Outlook(int contents, Optional<Instant> next) {}

    @Override
    public Instant now() {
        return parts.surroundings().clock().instant();
    }
}
