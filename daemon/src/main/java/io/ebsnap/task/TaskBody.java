package io.ebsnap.task;

/** The work of a task. */
@FunctionalInterface
public interface TaskBody {

    /**
     * Does the work, and says through {@code run} how far it is. Closes whatever it holds before it returns or throws.
     *
     * @throws TaskCancelled when it was asked to end
     * @throws RuntimeException when it fails: the task's message
     */
    TaskResult perform(TaskRun run);
}
