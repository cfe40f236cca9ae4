package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.LifecycleForecast;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleReport;
import io.ebsnap.api.LifecycleRequest;
import io.ebsnap.api.LifecycleRequest.CreateLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.DeleteLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.DescribeLifecycleDocument;
import io.ebsnap.api.LifecycleRequest.DescribeLifecycleForecast;
import io.ebsnap.api.LifecycleRequest.DescribeSnapshotLifecycle;
import io.ebsnap.api.LifecycleRequest.GetLifecyclePolicies;
import io.ebsnap.api.LifecycleRequest.RunLifecyclePolicies;
import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import io.ebsnap.failure.Failure;
import io.ebsnap.lifecycle.Explanation;
import io.ebsnap.lifecycle.Forecast;
import io.ebsnap.lifecycle.LifecycleService;
import io.ebsnap.lifecycle.PolicyChange;
import io.ebsnap.lifecycle.PolicyView;
import io.ebsnap.lifecycle.RunReport;
import io.ebsnap.pipeline.ImagePipelines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The actions about policies. */
final class LifecycleActions {

    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration YEAR = Duration.ofDays(366);

    private final LifecycleService lifecycle;
    private final ImagePipelines pipelines;

    /** @param pipelines which are carried out with policies */
    LifecycleActions(LifecycleService lifecycle, ImagePipelines pipelines) {
        this.lifecycle = lifecycle;
        this.pipelines = pipelines;
    }

    Record handle(LifecycleRequest<?> request) {
        return switch (request) {
            case CreateLifecyclePolicy create ->
                one(lifecycle.create(create.policyDocument(), enabled(create.state()), null));
            case GetLifecyclePolicies get -> list(get);
            case UpdateLifecyclePolicy update ->
                one(lifecycle.update(
                        update.policyId(),
                        new PolicyChange(
                                update.policyDocument(), enabled(update.state()), update.replacedPolicyDocument())));
            case DeleteLifecyclePolicy delete -> {
                lifecycle.delete(delete.policyId());
                yield new Done(true);
            }
            case DescribeLifecycleDocument check -> {
                lifecycle.check(check.policyDocument(), null);
                yield new Done(true);
            }
            case RunLifecyclePolicies run -> run(run.policyIds());
            case DescribeLifecycleForecast forecast -> forecast(forecast);
            case DescribeSnapshotLifecycle explain -> LifecycleShapes.explanation(explanation(explain.snapshotId()));
        };
    }

    private Explanation explanation(String id) {
        return id.startsWith("ami-")
                ? lifecycle.explainImage(ImageShapes.id(id), null)
                : lifecycle.explain(Shapes.snapshotId(id));
    }

    private static LifecyclePolicyList one(PolicyView policy) {
        return new LifecyclePolicyList(List.of(LifecycleShapes.policy(policy)));
    }

    private LifecyclePolicyList list(GetLifecyclePolicies request) {
        List<PolicyView> all = lifecycle.list();
        for (String wanted : request.policyIds()) {
            if (all.stream().noneMatch(policy -> isCalled(policy, wanted))) {
                throw new Failure.NotFound("there is no policy '" + wanted + "'");
            }
        }
        String state = request.state();
        return new LifecyclePolicyList(all.stream()
                .filter(policy -> request.policyIds().isEmpty()
                        || request.policyIds().stream().anyMatch(wanted -> isCalled(policy, wanted)))
                .filter(policy -> state == null || policy.state().name().equals(state))
                .map(LifecycleShapes::policy)
                .toList());
    }

    private static boolean isCalled(PolicyView policy, String word) {
        return policy.id().equals(word) || policy.name().equals(word);
    }

    private static @Nullable Boolean enabled(@Nullable String state) {
        if (state == null) {
            return null;
        }
        return switch (state) {
            case "ENABLED" -> true;
            case "DISABLED" -> false;
            default -> throw new Failure.Invalid("the state '" + state + "' is neither ENABLED nor DISABLED");
        };
    }

    /** A name may be that of a policy, of an image pipeline, or of both. */
    private LifecycleReport run(List<String> names) {
        List<String> ofPipelines = names.stream().filter(pipelines::knows).toList();
        List<String> ofPolicies = names.stream()
                .filter(name -> !ofPipelines.contains(name)
                        || lifecycle.list().stream().anyMatch(policy -> isCalled(policy, name)))
                .toList();
        RunReport report = names.isEmpty() || !ofPolicies.isEmpty()
                ? lifecycle.run(ofPolicies)
                : new RunReport(lifecycle.now(), List.of(), null);
        boolean alsoPipelines = names.isEmpty() || !ofPipelines.isEmpty();
        List<ImagePipelines.Start> begun = alsoPipelines ? pipelines.startDue(ofPipelines) : List.of();
        Optional<Instant> next = alsoPipelines ? pipelines.next(ofPipelines) : Optional.empty();
        return new LifecycleReport(
                report.time(),
                Stream.concat(
                                report.occurrences().stream().map(LifecycleShapes::occurrence),
                                begun.stream().map(start -> LifecycleShapes.occurrence(report.time(), start)))
                        .toList(),
                Stream.concat(Stream.ofNullable(report.next()), next.stream())
                        .min(Instant::compareTo)
                        .orElse(null));
    }

    private LifecycleForecast forecast(DescribeLifecycleForecast request) {
        Integer wanted = request.maxResults();
        int limit = wanted == null ? LifecycleService.OCCURRENCES_MAX : wanted;
        if (limit < 1 || limit > LifecycleService.OCCURRENCES_MAX) {
            throw new Failure.Invalid("MaxResults " + limit + " is not from 1 to " + LifecycleService.OCCURRENCES_MAX);
        }
        Instant from = request.from() == null ? lifecycle.now() : request.from();
        Duration ahead = request.withoutSnapshots() ? YEAR : MONTH;
        Instant until = request.until() == null ? from.plus(ahead) : request.until();
        Forecast forecast = lifecycle.forecast(
                new Forecast.Order(request.policyIds(), from, until, request.withoutSnapshots(), limit));
        return LifecycleShapes.forecast(from, forecast);
    }
}
