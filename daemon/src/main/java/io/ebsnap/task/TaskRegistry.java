package io.ebsnap.task;

import java.util.List;

/** The tasks that run and the last ones that ended. Safe for use by several threads. */
public interface TaskRegistry {

    /** All tasks that are remembered, the newest first. */
    List<TaskView> list();

    /**
     * One task.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none, or it ended so long ago that it is forgotten
     */
    TaskView show(TaskId id);

    /**
     * Asks a task to end soon. It ends at its next safe point; what it did so far stays. Does nothing to a task that has ended.
     *
     * @return the task as it is now
     * @throws io.ebsnap.failure.Failure.NotFound as for {@link #show}
     */
    TaskView cancel(TaskId id);
}
