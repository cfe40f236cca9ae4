package io.ebsnap.pipeline;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.LifecycleProgressRecord;
import io.ebsnap.catalog.LifecycleProgressRecord.ScheduleProgress;
import io.ebsnap.lifecycle.PolicyIds;
import io.ebsnap.lifecycle.Timing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells which pipelines are due, from how far each has come. An execution carries the time for which it was due, so none is begun twice; one that was interrupted is begun
 * again.
 *
 * @param catalog where that stands
 * @param executions of all pipelines
 */
record PipelineSchedule(Catalog catalog, Executions executions) {

    /** How often an execution is begun that the end of the daemon cuts off again and again. */
    static final int ATTEMPTS_MAX = 3;

    private static final String SCHEDULE = "schedule";

    /** The time for which a pipeline is due; empty if it is not. One that is new, or was disabled, counts from now on; what was due while nobody looked is done once. */
    Optional<Instant> due(Pipeline pipeline, Instant now) {
        Optional<Timing> timing = pipeline.timing();
        if (timing.isEmpty()) {
            return Optional.empty();
        }
        Optional<LifecycleProgressRecord> known = catalog.find(CatalogKind.LIFECYCLE_PROGRESS, id(pipeline));
        boolean suspended = known.map(LifecycleProgressRecord::suspended).orElse(false);
        if (known.isEmpty() || suspended != !pipeline.enabled()) {
            note(pipeline, now, !pipeline.enabled());
            return Optional.empty();
        }
        Instant last = known.get().schedules().getFirst().time();
        return pipeline.enabled()
                ? timing.get()
                        .latest(now)
                        .map(time -> time.truncatedTo(ChronoUnit.MILLIS))
                        .filter(time -> time.isAfter(last))
                        .filter(time -> isOpen(pipeline, time))
                : Optional.empty();
    }

    private boolean isOpen(Pipeline pipeline, Instant time) {
        List<ImageExecutionRecord> ofThatTime = executions.of(pipeline.name()).stream()
                .filter(execution -> Objects.equals(execution.scheduledTime(), time))
                .toList();
        boolean done = ofThatTime.size() >= ATTEMPTS_MAX
                || ofThatTime.stream().anyMatch(execution -> execution.state().isEnd() && !execution.interrupted());
        if (done) {
            note(pipeline, time, false);
        }
        return !done
                && executions.of(pipeline.name()).stream()
                        .allMatch(execution -> execution.state().isEnd());
    }

    private void note(Pipeline pipeline, Instant time, boolean suspended) {
        String id = id(pipeline);
        LifecycleProgressRecord record = new LifecycleProgressRecord(
                id, suspended, List.of(new ScheduleProgress(SCHEDULE, time.truncatedTo(ChronoUnit.MILLIS))));
        if (catalog.find(CatalogKind.LIFECYCLE_PROGRESS, id).isEmpty()) {
            catalog.create(CatalogKind.LIFECYCLE_PROGRESS, record);
        } else {
            LifecycleProgressRecord unused = catalog.update(CatalogKind.LIFECYCLE_PROGRESS, id, old -> record);
        }
    }

    private static String id(Pipeline pipeline) {
        return PolicyIds.ofFile(pipeline.name() + ".pipeline");
    }

    /** When it is due after an instant. */
    static Optional<Instant> next(Pipeline pipeline, Instant after) {
        return pipeline.enabled() ? pipeline.timing().flatMap(timing -> timing.next(after)) : Optional.empty();
    }
}
