package io.ebsnap.account;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.Explanation;
import io.ebsnap.lifecycle.Forecast;
import io.ebsnap.lifecycle.LifecycleService;
import io.ebsnap.lifecycle.PolicyChange;
import io.ebsnap.lifecycle.PolicyView;
import io.ebsnap.lifecycle.RunReport;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policies that an account has made, for its own volumes. Those of the administrator are not seen, also where they are for the account.
 *
 * @param lifecycle of everybody
 * @param visible which snapshots are its own
 */
public record AccountLifecycle(LifecycleService lifecycle, VisibleSnapshots visible) implements LifecycleService {

    @Override
    public Instant now() {
        return lifecycle.now();
    }

    @Override
    public List<PolicyView> list() {
        return lifecycle.list().stream().filter(this::isOwn).toList();
    }

    /** Also by the administrator's, of which it does not see more. */
    @Override
    public Map<String, Set<String>> coverage() {
        return lifecycle.coverage();
    }

    @Override
    public PolicyView create(String document, @Nullable Boolean enabled, @Nullable String accountId) {
        return lifecycle.create(document, enabled, visible.account().id());
    }

    @Override
    public PolicyView update(String id, PolicyChange change) {
        return lifecycle.update(requireOwn(id), change);
    }

    @Override
    public void delete(String id) {
        lifecycle.delete(requireOwn(id));
    }

    @Override
    public void check(String document, @Nullable String accountId) {
        lifecycle.check(document, visible.account().id());
    }

    @Override
    public RunReport run(Collection<String> policies) {
        List<String> own = chosen(policies);
        if (own.isEmpty()) {
            return new RunReport(now(), List.of(), null);
        }
        RunReport report = lifecycle.run(own);
        return new RunReport(
                report.time(),
                report.occurrences().stream()
                        .filter(what -> own.contains(what.policyId()))
                        .toList(),
                report.next());
    }

    /** How many snapshots there are of everybody is left out. */
    @Override
    public Forecast forecast(Forecast.Order order) {
        List<String> own = chosen(order.policies());
        if (own.isEmpty()) {
            return new Forecast(List.of(), true, order.until(), new Forecast.Totals(0, 0, 0, 0));
        }
        Forecast all = lifecycle.forecast(
                new Forecast.Order(own, order.from(), order.until(), order.empty(), order.occurrencesMax()));
        Forecast.Totals theirs =
                new Forecast.Totals(all.totals().created(), all.totals().deleted(), 0, 0);
        return new Forecast(all.occurrences(), all.complete(), all.until(), theirs);
    }

    @Override
    public Explanation explain(SnapshotId snapshot) {
        visible.requireOwn(snapshot);
        return lifecycle.explain(snapshot);
    }

    @Override
    public Explanation explainImage(ImageId image, @Nullable String accountId) {
        return lifecycle.explainImage(image, visible.account().id());
    }

    private List<String> chosen(Collection<String> policies) {
        if (policies.isEmpty()) {
            return list().stream().map(PolicyView::id).toList();
        }
        return policies.stream().map(this::requireOwn).toList();
    }

    private String requireOwn(String id) {
        Set<String> own = list().stream().map(PolicyView::id).collect(Collectors.toSet());
        if (!own.contains(id)) {
            throw new Failure.NotFound("there is no policy '" + id + "'");
        }
        return id;
    }

    private boolean isOwn(PolicyView policy) {
        return policy.account() && policy.accountId().equals(visible.account().id());
    }
}
