package io.ebsnap.api;

import java.util.List;

/** About the daemon's long work. */
public sealed interface TaskRequest<A extends Record> extends Request<A> {

    /** The tasks that run, and the latest that have ended. */
    record DescribeTasks(List<String> taskIds) implements TaskRequest<TaskList> {
        @Override
        public Class<TaskList> answerType() {
            return TaskList.class;
        }
    }

    /** Asks a task to stop at the next safe point. */
    record CancelTask(String taskId) implements TaskRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
