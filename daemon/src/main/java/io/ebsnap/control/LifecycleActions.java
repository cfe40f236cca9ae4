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
import io.ebsnap.lifecycle.PolicyView;
import io.ebsnap.lifecycle.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions about policies. */
final class LifecycleActions {

    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration YEAR = Duration.ofDays(366);

    private final LifecycleService lifecycle;

    LifecycleActions(LifecycleService lifecycle) {
        this.lifecycle = lifecycle;
    }

    Record handle(LifecycleRequest<?> request) {
        return switch (request) {
            case CreateLifecyclePolicy create ->
                one(lifecycle.create(create.policyDocument(), enabled(create.state()), null));
            case GetLifecyclePolicies get -> list(get);
            case UpdateLifecyclePolicy update ->
                one(lifecycle.update(update.policyId(), update.policyDocument(), enabled(update.state())));
            case DeleteLifecyclePolicy delete -> {
                lifecycle.delete(delete.policyId());
                yield new Done(true);
            }
            case DescribeLifecycleDocument check -> {
                lifecycle.check(check.policyDocument(), null);
                yield new Done(true);
            }
            case RunLifecyclePolicies run -> report(lifecycle.run(run.policyIds()));
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

    private static LifecycleReport report(RunReport report) {
        return new LifecycleReport(
                report.time(),
                report.occurrences().stream().map(LifecycleShapes::occurrence).toList(),
                report.next());
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
