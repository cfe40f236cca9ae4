package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskList;
import io.ebsnap.api.TaskRequest;
import io.ebsnap.api.TaskRequest.CancelTask;
import io.ebsnap.api.TaskRequest.DescribeTasks;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.TaskId;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.task.TaskState;
import java.util.Comparator;
import java.util.List;

/** The actions about the daemon's long work. */
final class TaskActions {

    private final TaskRegistry tasks;

    TaskActions(TaskRegistry tasks) {
        this.tasks = tasks;
    }

    Record handle(TaskRequest<?> request) {
        return switch (request) {
            case DescribeTasks describe -> describe(describe);
            case CancelTask cancel -> cancel(cancel);
        };
    }

    private TaskList describe(DescribeTasks request) {
        if (request.taskIds().size() == 1) {
            return new TaskList(
                    List.of(TaskShapes.whole(tasks.show(id(request.taskIds().getFirst())))));
        }
        List<Task> all = request.taskIds().isEmpty()
                ? tasks.list().stream().map(TaskShapes::brief).toList()
                : request.taskIds().stream()
                        .map(id -> TaskShapes.brief(tasks.show(id(id))))
                        .toList();
        return new TaskList(
                all.stream().sorted(Comparator.comparing(Task::startTime)).toList());
    }

    private Done cancel(CancelTask request) {
        return new Done(tasks.cancel(id(request.taskId())).state() == TaskState.RUNNING);
    }

    private static TaskId id(String text) {
        if (!TaskId.isValid(text)) {
            throw new Failure.Invalid("'" + text + "' is no task's id", "ebsnap task list shows them");
        }
        return new TaskId(text);
    }
}
