package io.ebsnap.lifecycle;

import io.ebsnap.lifecycle.KnownPolicies.Known;
import io.ebsnap.lifecycle.PolicyView.Details;
import io.ebsnap.lifecycle.PolicyView.LastRun;
import io.ebsnap.lifecycle.PolicyView.ScheduleView;
import io.ebsnap.lifecycle.PolicyView.State;
import io.ebsnap.lifecycle.PolicyView.Step;
import java.util.List;
import java.util.Map;

/**
 * Shows policies.
 *
 * @param world as it is
 * @param ownAccount 12 digits, of the daemon
 * @param lastRuns by the ids of policies
 */
record PolicyViews(World world, String ownAccount, Map<String, LastRun> lastRuns) {

    PolicyView of(Known known) {
        State state = known.policy().isEmpty()
                ? State.ERROR
                : known.policy().get().enabled() ? State.ENABLED : State.DISABLED;
        String message = switch (state) {
            case ENABLED -> "";
            case DISABLED -> PolicyView.DISABLED;
            case ERROR -> known.trouble();
        };
        return new PolicyView(
                known.id(),
                known.name(),
                known.file(),
                state,
                message,
                known.policy().map(Policy::accountId).orElseGet(() -> accountOf(known)),
                known.record() != null && known.record().ownerId() != null,
                known.document(),
                known.record() == null ? null : known.record().dateCreated(),
                known.record() == null ? null : known.record().dateModified(),
                known.policy().map(this::details).orElse(null),
                lastRuns.get(known.id()));
    }

    private String accountOf(Known known) {
        String owner = known.record() == null ? null : known.record().ownerId();
        return owner == null ? ownAccount : owner;
    }

    private Details details(Policy policy) {
        return new Details(
                policy.description(),
                policy.isDefault(),
                policy.images(),
                policy.target().tags().stream().map(TagPattern::toString).toList(),
                (int) world.volumes().stream().filter(policy::selects).count(),
                policy.schedules().stream()
                        .map(schedule -> schedule(policy, schedule))
                        .toList());
    }

    private ScheduleView schedule(Policy policy, Schedule schedule) {
        return new ScheduleView(
                schedule.id(),
                schedule.name(),
                schedule.timing().text(),
                schedule.timing() instanceof Cron cron ? cron.expression() : null,
                schedule.timing() instanceof Interval interval ? step(interval.every()) : null,
                schedule.retention().text(),
                schedule.retention() instanceof Retention.ByCount count ? count.count() : null,
                schedule.retention() instanceof Retention.ByAge age ? step(age.age()) : null,
                schedule.copyTags(),
                schedule.tags(),
                rules(schedule),
                world.progressOf(policy).last(schedule.id()),
                policy.enabled() ? schedule.timing().next(world.now()).orElse(null) : null);
    }

    private static Step step(Age every) {
        return new Step(every.count(), every.unit().name());
    }

    private static List<String> rules(Schedule schedule) {
        return schedule.rules().stream().map(PolicyViews::words).toList();
    }

    private static String words(Rule rule) {
        return switch (rule) {
            case Rule.CopyRule copy ->
                "copy under " + copy.key()
                        + (copy.retention() == null
                                ? ""
                                : ", kept " + copy.retention().text());
            case Rule.PushRule push -> "push to " + push.remote();
            case Rule.ShareRule share ->
                "share with " + String.join(", ", share.accounts())
                        + (share.unshareAfter() == null ? "" : " for " + share.unshareAfter());
            case Rule.FastRestoreRule fast -> "fast restore " + fast.keep().text();
            case Rule.LockRule lock -> "lock in " + lock.mode().word() + " mode for " + lock.duration();
            case Rule.ArchiveRule archive -> "archive after " + archive.after();
            case Rule.DeprecateRule deprecate -> "deprecate after " + deprecate.after();
        };
    }
}
