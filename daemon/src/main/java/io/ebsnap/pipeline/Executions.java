package io.ebsnap.pipeline;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageExecutionState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ExecutionId;
import io.ebsnap.task.Surroundings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of executions. Safe for use by several threads. */
final class Executions {

    /** How many executions of a pipeline are remembered beside those whose versions are kept. */
    static final int REMEMBERED_MAX = 30;

    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);

    private final Catalog catalog;
    private final Surroundings surroundings;

    Executions(Catalog catalog, Surroundings surroundings) {
        this.catalog = catalog;
        this.surroundings = surroundings;
    }

    /** All of them, by pipeline, the oldest first. */
    List<ImageExecutionRecord> list() {
        try (Stream<ImageExecutionRecord> all = catalog.list(CatalogKind.IMAGE_EXECUTION)) {
            return all.sorted(Comparator.comparing(ImageExecutionRecord::pipeline)
                            .thenComparing(ImageExecutionRecord::version))
                    .toList();
        }
    }

    /** Those of a pipeline, the oldest first. */
    List<ImageExecutionRecord> of(String pipeline) {
        return list().stream()
                .filter(execution -> execution.pipeline().equals(pipeline))
                .toList();
    }

    Optional<ImageExecutionRecord> find(String id) {
        return catalog.find(CatalogKind.IMAGE_EXECUTION, id);
    }

    /**
     * Begins one, of the next version.
     *
     * @param scheduled for when it was due; null if somebody ordered it
     * @throws Failure.Conflict while there is another one of the pipeline
     */
    synchronized ImageExecutionRecord begin(String pipeline, @Nullable Instant scheduled) {
        List<ImageExecutionRecord> before = of(pipeline);
        before.stream()
                .filter(execution -> !execution.state().isEnd())
                .findFirst()
                .ifPresent(other -> {
                    throw new Failure.Conflict(
                            "image pipeline " + pipeline + " is being carried out: " + other.executionId() + " is "
                                    + other.state().word(),
                            "wait for it, or end it: ebsnap task list, ebsnap task cancel");
                });
        ImageExecutionRecord begun = new ImageExecutionRecord(
                ExecutionId.random(surroundings.random()).value(),
                pipeline,
                before.isEmpty() ? 1 : Math.incrementExact(before.getLast().version()),
                ImageExecutionState.PENDING,
                "",
                false,
                scheduled,
                now(),
                null,
                null,
                null,
                "");
        catalog.create(CatalogKind.IMAGE_EXECUTION, begun);
        reached("pipeline.after-record");
        return begun;
    }

    @CanIgnoreReturnValue
    ImageExecutionRecord update(String id, UnaryOperator<ImageExecutionRecord> change) {
        return catalog.update(CatalogKind.IMAGE_EXECUTION, id, change);
    }

    /** Forgets one that could not begin. */
    void withdraw(String id) {
        catalog.delete(CatalogKind.IMAGE_EXECUTION, id);
    }

    /** Brings one to its end. What it leaves behind is to be put in order then. */
    @CanIgnoreReturnValue
    ImageExecutionRecord end(String id, ImageExecutionState state, String reason) {
        ImageExecutionRecord ended = update(id, old -> old.ended(state, reason, now()));
        LOG.info(
                "pipeline={} version={} execution={} state={} reason=\"{}\"",
                ended.pipeline(),
                ended.version(),
                id,
                state.word(),
                reason);
        return ended;
    }

    /** Forgets the oldest of a pipeline that are in order, but for some and the last ones. */
    void forget(String pipeline, Set<String> kept) {
        List<ImageExecutionRecord> old = of(pipeline).reversed().stream()
                .skip(1)
                .filter(execution -> execution.settled() && !kept.contains(execution.executionId()))
                .skip(REMEMBERED_MAX)
                .toList();
        old.forEach(execution -> catalog.delete(CatalogKind.IMAGE_EXECUTION, execution.executionId()));
    }

    /** Now, as records have it. */
    Instant now() {
        return surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void reached(String point) {
        surroundings.crashPoints().reached(point);
    }
}
