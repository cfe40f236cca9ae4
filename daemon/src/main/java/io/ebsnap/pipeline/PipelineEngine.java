package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageExecutionState;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.TaskId;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskResult;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Image pipelines of a directory of files, over the images of the catalog. */
public final class PipelineEngine implements ImagePipelines, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineEngine.class);
    private static final Duration FILES_PAUSE = Duration.ofSeconds(30);

    private final PipelineParts parts;
    private final KnownPipelines known;
    private final Tidying tidying;
    private final Executions executions;
    private final PipelineViews views;
    private final PipelineSchedule schedule;
    private final Map<String, TaskId> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile Instant lookAt = Instant.EPOCH;

    public PipelineEngine(PipelineParts parts) {
        this.parts = parts;
        this.known =
                new KnownPipelines(parts.machine().pipelines(), parts.machine().ownAccount());
        this.tidying = new Tidying(parts, known);
        this.executions = tidying.executions();
        this.views = new PipelineViews(tidying.versions(), running);
        this.schedule = new PipelineSchedule(parts.catalog(), executions);
    }

    /** Marks what an earlier daemon has left. To be called once, before anything is begun; rounds remove what it was about. */
    public void recover() {
        tidying.recover();
    }

    /** Removes what is left of executions that have ended. To be called again and again, by one thread. */
    public void tidyUp() {
        tidying.round();
    }

    /** Begins what is due. To be called again and again, by one thread: it is looked at to the second, and files that were changed are seen soon. */
    public void round() {
        Instant now = executions.now();
        // A clock that was set back must not make it wait.
        if (!now.isBefore(lookAt) || lookAt.isAfter(now.plus(FILES_PAUSE))) {
            // If that cannot be told now, it is tried again as late.
            lookAt = now.plus(FILES_PAUSE);
            lookAt = soonest(now);
            for (Start start : startDue(List.of())) {
                LOG.info("pipeline={} {}", start.pipeline(), start.words());
            }
        }
    }

    private Instant soonest(Instant now) {
        Instant files = now.plus(FILES_PAUSE);
        return next(List.of()).filter(next -> next.isBefore(files)).orElse(files);
    }

    @Override
    public Optional<Instant> next(Collection<String> names) {
        return known.readable().stream()
                .filter(pipeline -> names.isEmpty() || names.contains(pipeline.name()))
                .flatMap(pipeline -> PipelineSchedule.next(pipeline, executions.now()).stream())
                .min(Instant::compareTo);
    }

    @Override
    public List<PipelineView> list() {
        Instant now = executions.now();
        return known.all().stream().map(one -> views.of(one, now)).toList();
    }

    @Override
    public List<ExecutionView> executions(String word) {
        List<ExecutionView> found = executions.list().reversed().stream()
                .filter(execution -> word.isEmpty()
                        || execution.executionId().equals(word)
                        || execution.pipeline().equals(word))
                .map(views::of)
                .toList();
        if (found.isEmpty() && !word.isEmpty() && !knows(word)) {
            throw new Failure.NotFound("there is no image pipeline, nor an execution of one, '" + word + "'");
        }
        return found;
    }

    @Override
    public boolean knows(String name) {
        return known.all().stream().anyMatch(one -> one.name().equals(name));
    }

    @Override
    public TaskView start(String pipeline) {
        return start(known.require(pipeline), null);
    }

    private TaskView start(Pipeline pipeline, @Nullable Instant scheduled) {
        if (stopping) {
            throw new Failure.Conflict("the daemon is stopping");
        }
        ImageExecutionRecord begun = executions.begin(pipeline.name(), scheduled);
        try {
            Execution execution = new Execution(begun, pipeline, tidying, () -> stopping);
            TaskView task = parts.tasks()
                    .start(
                            TaskKind.BUILD_IMAGE,
                            "version " + begun.version() + " of image pipeline " + pipeline.name(),
                            run -> performed(execution, begun.executionId(), run));
            LOG.info(
                    "pipeline={} version={} execution={} task={}",
                    pipeline.name(),
                    begun.version(),
                    begun.executionId(),
                    task.id());
            return task;
        } catch (Failure e) {
            executions.withdraw(begun.executionId());
            throw e;
        }
    }

    private TaskResult performed(Execution execution, String id, TaskRun run) {
        running.put(id, run.id());
        try {
            // Whoever closes this looks at what is running after it has said so.
            if (stopping) {
                throw new Failure.Conflict("the daemon is stopping");
            }
            return execution.perform(run);
        } finally {
            running.remove(id);
        }
    }

    @Override
    public synchronized List<Start> startDue(Collection<String> names) {
        List<Start> starts = new ArrayList<>();
        for (Pipeline pipeline : known.readable()) {
            if (names.isEmpty() || names.contains(pipeline.name())) {
                schedule.due(pipeline, executions.now()).ifPresent(time -> starts.add(startDue(pipeline, time)));
            }
        }
        return starts;
    }

    private Start startDue(Pipeline pipeline, Instant time) {
        try {
            TaskView task = start(pipeline, time);
            return new Start(
                    pipeline.name(), true, task.subject() + ", due " + time + ", is being built: " + task.id());
        } catch (Failure e) {
            return new Start(pipeline.name(), false, "due " + time + ": " + e.getMessage());
        }
    }

    @Override
    public List<String> troubles() {
        try {
            return known.all().stream()
                    .flatMap(one -> one.trouble().isEmpty()
                            ? lastFailure(one.name()).stream()
                            : Stream.of("image pipeline " + one.name() + " is not carried out: " + one.trouble()))
                    .toList();
        } catch (Failure e) {
            return List.of("image pipelines are not carried out: " + e.getMessage());
        }
    }

    private Optional<String> lastFailure(String pipeline) {
        List<ImageExecutionRecord> ended = executions.of(pipeline).reversed().stream()
                .filter(execution -> execution.state().isEnd())
                .toList();
        return ended.stream()
                .findFirst()
                .filter(last -> last.state() == ImageExecutionState.FAILED)
                .map(last -> "version " + last.version() + " of image pipeline " + pipeline + " failed ("
                        + last.executionId() + "): " + firstLine(last.reason()) + "; " + views.standing(pipeline));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Ends what is being built, which the next daemon sees as interrupted. Waits for that. */
    @Override
    public void close() {
        stopping = true;
        for (TaskId task : List.copyOf(running.values())) {
            end(task);
        }
    }

    private void end(TaskId task) {
        try {
            TaskView unused = parts.tasks().cancel(task);
            TaskView unusedToo = parts.tasks().await(task);
        } catch (Failure.NotFound ended) {
            LOG.debug("task={} has ended", task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
