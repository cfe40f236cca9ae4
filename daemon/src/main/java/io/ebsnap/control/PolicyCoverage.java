package io.ebsnap.control;

import io.ebsnap.api.StatusPolicies;
import io.ebsnap.lifecycle.LifecycleService;
import io.ebsnap.lifecycle.PolicyView;
import io.ebsnap.lifecycle.PolicyView.LastRun;
import io.ebsnap.lifecycle.PolicyView.ScheduleView;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How far policies go, and what became of them.
 *
 * @param lifecycle policies as somebody sees them
 */
record PolicyCoverage(LifecycleService lifecycle) {

    private static final String UNSEEN = "the administrator's";

    /** Names of the policies that cover a volume, in their order, by the volume's id. */
    Map<String, List<String>> names() {
        Map<String, String> known = new HashMap<>();
        lifecycle.list().forEach(policy -> known.put(policy.id(), policy.name()));
        Map<String, List<String>> names = new HashMap<>();
        lifecycle.coverage().forEach((volume, policies) -> {
            TreeSet<String> of = new TreeSet<>();
            policies.forEach(id -> of.add(known.getOrDefault(id, UNSEEN)));
            names.put(volume, List.copyOf(of));
        });
        return names;
    }

    /** @param volumes ids of those that count */
    StatusPolicies status(Collection<String> volumes) {
        List<PolicyView> all = lifecycle.list();
        Set<String> covered = lifecycle.coverage().keySet();
        long covering = volumes.stream().filter(covered::contains).count();
        return new StatusPolicies(
                count(all, PolicyView.State.ENABLED),
                count(all, PolicyView.State.DISABLED),
                count(all, PolicyView.State.ERROR),
                covering,
                volumes.size() - covering,
                all.stream()
                        .flatMap(PolicyCoverage::nextTimes)
                        .min(Instant::compareTo)
                        .orElse(null),
                runs(all).map(LastRun::time).max(Instant::compareTo).orElse(null),
                runs(all).mapToLong(run -> run.failures().size()).sum());
    }

    private static long count(List<PolicyView> all, PolicyView.State state) {
        return all.stream().filter(policy -> policy.state() == state).count();
    }

    private static Stream<Instant> nextTimes(PolicyView policy) {
        return policy.details() == null
                ? Stream.empty()
                : policy.details().schedules().stream().map(ScheduleView::next).filter(Objects::nonNull);
    }

    private static Stream<LastRun> runs(List<PolicyView> all) {
        return all.stream().map(PolicyView::lastRun).filter(Objects::nonNull);
    }
}
