package io.ebsnap.cli;

import io.ebsnap.api.LifecycleForecast;
import io.ebsnap.api.LifecycleLastRun;
import io.ebsnap.api.LifecycleOccurrence;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyDetails;
import io.ebsnap.api.LifecycleSchedule;
import io.ebsnap.api.SnapshotLifecycle;
import io.ebsnap.api.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Policies, and what they do, as people see them. */
final class LifecycleViews {

    private static final String NONE = "-";

    private LifecycleViews() {}

    static Table list(List<LifecyclePolicy> policies) {
        Table table = Table.of("POLICY", "NAME", "STATE", ">SCHEDULES", ">VOLUMES", "NEXT", "NOTE");
        for (LifecyclePolicy policy : policies) {
            LifecyclePolicyDetails details = policy.policyDetails();
            table.row(
                    policy.policyId(),
                    policy.name().equals(policy.policyId()) ? NONE : policy.name(),
                    policy.state(),
                    details == null ? NONE : String.valueOf(details.schedules().size()),
                    details == null ? NONE : String.valueOf(details.targetCount()),
                    Human.time(next(details)),
                    note(policy));
        }
        return table;
    }

    /** When a policy is due next; null if it never is. */
    static @Nullable Instant next(@Nullable LifecyclePolicyDetails details) {
        return details == null
                ? null
                : details.schedules().stream()
                        .map(LifecycleSchedule::nextTime)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null);
    }

    private static String note(LifecyclePolicy policy) {
        String message = policy.statusMessage();
        return message == null ? policy.description() : message;
    }

    static Table policy(LifecyclePolicy policy) {
        Table table = Table.pairs()
                .row("policy", policy.policyId())
                .row("name", policy.name())
                .row("file", orDash(policy.file()))
                .row("description", policy.description().isEmpty() ? NONE : policy.description())
                .row("state", policy.state())
                .row("account", policy.ownerId())
                .row("created", Human.time(policy.dateCreated()))
                .row("modified", Human.time(policy.dateModified()));
        if (policy.statusMessage() != null) {
            table.row("note", policy.statusMessage());
        }
        LifecycleLastRun run = policy.lastRun();
        table.row("last run", run == null ? NONE : Human.time(run.time()));
        if (run != null) {
            run.failures().forEach(failure -> table.row("  failed", failure));
        }
        LifecyclePolicyDetails details = policy.policyDetails();
        if (details != null) {
            table.row("for", policy.defaultPolicy() ? "what has no recent snapshot" : targets(details));
            details.schedules().forEach(schedule -> addTo(table, schedule));
        }
        return table;
    }

    private static String targets(LifecyclePolicyDetails details) {
        String volumes = details.targetCount() == 1 ? "1 volume" : details.targetCount() + " volumes";
        return details.targetTags().isEmpty() ? volumes : volumes + " with " + tags(details.targetTags());
    }

    private static void addTo(Table table, LifecycleSchedule schedule) {
        table.row("schedule " + schedule.scheduleId(), schedule.name());
        table.row("  creates", schedule.createRule().description());
        table.row("  keeps", schedule.retainRule().description());
        if (!schedule.tagsToAdd().isEmpty()) {
            table.row("  tags", tags(schedule.tagsToAdd()));
        }
        schedule.rules().forEach(rule -> table.row("  then", rule));
        table.row("  last", Human.time(schedule.lastTime()));
        table.row("  next", Human.time(schedule.nextTime()));
    }

    private static String tags(List<Tag> tags) {
        return String.join(
                ", ",
                tags.stream()
                        .map(tag -> tag.value().isEmpty() ? tag.key() : tag.key() + "=" + tag.value())
                        .toList());
    }

    static Table occurrences(List<LifecycleOccurrence> occurrences) {
        Table table = Table.of("TIME", "WHAT", "POLICY", "SCHEDULE", "VOLUME", "SNAPSHOT", "WHY");
        for (LifecycleOccurrence occurrence : occurrences) {
            table.row(
                    Human.time(occurrence.time()),
                    occurrence.kind(),
                    occurrence.policyName().isEmpty() ? NONE : occurrence.policyName(),
                    orDash(occurrence.scheduleName()),
                    orDash(occurrence.volumeId()),
                    orDash(occurrence.snapshotId()),
                    occurrence.reason());
        }
        return table;
    }

    static String sum(LifecycleForecast forecast) {
        String all = forecast.most() == 0
                ? ""
                : ", " + Human.count(forecast.left()) + " left, at most " + Human.count(forecast.most());
        return "until " + Human.time(forecast.until()) + ": " + Human.count(forecast.created()) + " taken, "
                + Human.count(forecast.deleted()) + " deleted" + all
                + (forecast.complete() ? "" : "; not all of it is listed");
    }

    static Table explanation(SnapshotLifecycle explanation) {
        Table table = Table.pairs()
                .row("snapshot", explanation.snapshotId())
                .row("policy", orDash(explanation.policyName()))
                .row("schedule", orDash(explanation.scheduleName()));
        explanation
                .reasons()
                .forEach(reason -> table.row(explanation.kept() ? "kept because" : "to be deleted because", reason));
        explanation.done().forEach(done -> table.row("done", done));
        explanation.pending().forEach(pending -> table.row("to be done", pending));
        Instant deletion = explanation.deletionTime();
        String reason = explanation.deletionReason();
        table.row(
                "will be deleted",
                deletion == null
                        ? "not within two years"
                        : Human.time(deletion) + (reason == null ? "" : ", because " + reason));
        return table;
    }

    private static String orDash(@Nullable String text) {
        return text == null ? NONE : text;
    }
}
