package io.ebsnap.pipeline;

import io.ebsnap.task.TaskView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Image pipelines, and their executions. Safe for use by several threads. */
public interface ImagePipelines {

    /** All pipelines, by name. */
    List<PipelineView> list();

    /**
     * Executions, by pipeline, the newest first.
     *
     * @param word a pipeline, or the id of an execution; empty for all
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of it
     */
    List<ExecutionView> executions(String word);

    /**
     * Begins an execution, as a task. When that is cancelled, so is the execution.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such pipeline
     * @throws io.ebsnap.failure.Failure.Invalid if it cannot be read
     * @throws io.ebsnap.failure.Failure.Conflict while there is another execution of it
     * @throws io.ebsnap.failure.Failure.Exhausted if too many tasks are running
     */
    TaskView start(String pipeline);

    /**
     * Begins executions of those that are due.
     *
     * @param names of pipelines; empty for all. Others are let be
     * @return what was begun, and what could not be
     */
    List<Start> startDue(Collection<String> names);

    /**
     * When one of them is due next.
     *
     * @param names of pipelines; empty for all
     */
    Optional<Instant> next(Collection<String> names);

    /** Whether there is a pipeline of a name. */
    boolean knows(String name);

    /** What somebody should see to, in words: pipelines that cannot be read, and those of which the last execution has failed. */
    List<String> troubles();

    /**
     * An execution that was begun because it was due, or was not.
     *
     * @param pipeline its name
     * @param begun whether it was
     * @param words what is to be said of it
     */
    record Start(String pipeline, boolean begun, String words) {}
}
