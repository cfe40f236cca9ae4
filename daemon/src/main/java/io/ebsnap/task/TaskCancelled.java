package io.ebsnap.task;

/** Ends a task that was asked to end: thrown by {@link TaskRun#checkpoint()}, caught by what runs the task. */
public final class TaskCancelled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaskCancelled(TaskId id) {
        super(id + " was cancelled");
    }
}
