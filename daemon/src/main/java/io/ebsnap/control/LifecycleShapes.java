package io.ebsnap.control;

import io.ebsnap.api.LifecycleCreateRule;
import io.ebsnap.api.LifecycleForecast;
import io.ebsnap.api.LifecycleLastRun;
import io.ebsnap.api.LifecycleOccurrence;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyDetails;
import io.ebsnap.api.LifecycleRetainRule;
import io.ebsnap.api.LifecycleSchedule;
import io.ebsnap.api.SnapshotLifecycle;
import io.ebsnap.api.Tag;
import io.ebsnap.lifecycle.Explanation;
import io.ebsnap.lifecycle.Forecast;
import io.ebsnap.lifecycle.Occurrence;
import io.ebsnap.lifecycle.PolicyView;
import io.ebsnap.lifecycle.PolicyView.Details;
import io.ebsnap.lifecycle.PolicyView.LastRun;
import io.ebsnap.lifecycle.PolicyView.ScheduleView;
import io.ebsnap.lifecycle.PolicyView.Step;
import io.ebsnap.pipeline.ImagePipelines;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Policies in the shapes of the protocol. */
final class LifecycleShapes {

    private LifecycleShapes() {}

    static LifecyclePolicy policy(PolicyView policy) {
        Details details = policy.details();
        return new LifecyclePolicy(
                policy.id(),
                policy.name(),
                orNull(policy.file()),
                details == null ? "" : details.description(),
                policy.state().name(),
                orNull(policy.message()),
                policy.accountId(),
                policy.created(),
                policy.modified(),
                details != null && details.isDefault(),
                details == null ? null : details(details),
                policy.document(),
                lastRun(policy.lastRun()));
    }

    private static @Nullable LifecycleLastRun lastRun(@Nullable LastRun run) {
        return run == null ? null : new LifecycleLastRun(run.time(), run.failures());
    }

    private static LifecyclePolicyDetails details(Details details) {
        return new LifecyclePolicyDetails(
                details.images() ? "IMAGE_MANAGEMENT" : "EBS_SNAPSHOT_MANAGEMENT",
                List.of("VOLUME"),
                details.targetTags().stream().map(LifecycleShapes::tag).toList(),
                details.targets(),
                details.schedules().stream().map(LifecycleShapes::schedule).toList());
    }

    private static Tag tag(String pattern) {
        int equals = pattern.indexOf('=');
        return equals < 0 ? new Tag(pattern, "") : new Tag(pattern.substring(0, equals), pattern.substring(equals + 1));
    }

    private static LifecycleSchedule schedule(ScheduleView schedule) {
        Step interval = schedule.interval();
        Step age = schedule.keepsAge();
        return new LifecycleSchedule(
                schedule.id(),
                schedule.name(),
                schedule.copyTags(),
                schedule.tags().stream()
                        .map(tag -> new Tag(tag.key(), tag.value()))
                        .toList(),
                new LifecycleCreateRule(
                        schedule.cron(),
                        interval == null ? null : interval.count(),
                        interval == null ? null : interval.unit(),
                        schedule.creates()),
                new LifecycleRetainRule(
                        schedule.keepsCount(),
                        age == null ? null : age.count(),
                        age == null ? null : age.unit(),
                        schedule.retains()),
                schedule.rules(),
                schedule.last(),
                schedule.next());
    }

    static LifecycleOccurrence occurrence(Occurrence occurrence) {
        return new LifecycleOccurrence(
                occurrence.time(),
                occurrence.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                occurrence.policyId(),
                occurrence.policy(),
                orNull(occurrence.schedule()),
                orNull(occurrence.volumeId()),
                orNull(occurrence.snapshotId()),
                occurrence.reason());
    }

    /** An image pipeline that was due. */
    static LifecycleOccurrence occurrence(Instant time, ImagePipelines.Start start) {
        return new LifecycleOccurrence(
                time,
                start.begun() ? LifecycleOccurrence.BUILDING : LifecycleOccurrence.FAILED,
                start.pipeline(),
                start.pipeline(),
                null,
                null,
                null,
                start.words());
    }

    static LifecycleForecast forecast(Instant from, Forecast forecast) {
        return new LifecycleForecast(
                from,
                forecast.until(),
                forecast.complete(),
                forecast.totals().created(),
                forecast.totals().deleted(),
                forecast.totals().left(),
                forecast.totals().most(),
                forecast.occurrences().stream().map(LifecycleShapes::occurrence).toList());
    }

    static SnapshotLifecycle explanation(Explanation explanation) {
        return new SnapshotLifecycle(
                explanation.snapshotId(),
                orNull(explanation.policy()),
                orNull(explanation.schedules()),
                explanation.kept(),
                explanation.reasons(),
                explanation.done(),
                explanation.pending(),
                explanation.deletion(),
                orNull(explanation.deletionReason()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
