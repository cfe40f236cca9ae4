package io.ebsnap.control;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskProgress;
import io.ebsnap.api.TaskResult;
import io.ebsnap.api.TaskState;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.Progress;
import io.ebsnap.task.TaskView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks as the protocol shows them. */
final class TaskShapes {

    private TaskShapes() {}

    static StartedTask started(TaskView task) {
        return new StartedTask(task.id().value());
    }

    /** With everything that it found. */
    static Task whole(TaskView task) {
        return shape(task, task.result() == null ? null : ResultShapes.whole(task.result()));
    }

    /** Without the lists of what it found, which may be long. */
    static Task brief(TaskView task) {
        return shape(task, task.result() == null ? null : ResultShapes.brief(task.result()));
    }

    private static Task shape(TaskView task, @Nullable TaskResult result) {
        return new Task(
                task.id().value(),
                task.kind().word(),
                List.of(task.subject()),
                state(task.state()),
                task.started(),
                task.ended(),
                progress(task.progress()),
                result,
                error(task));
    }

    private static TaskState state(io.ebsnap.task.TaskState state) {
        return switch (state) {
            case RUNNING -> TaskState.RUNNING;
            case COMPLETED -> TaskState.COMPLETED;
            case FAILED -> TaskState.FAILED;
            case CANCELLED -> TaskState.CANCELLED;
        };
    }

    private static TaskProgress progress(Progress progress) {
        Duration remaining = progress.remaining();
        return new TaskProgress(
                progress.phase(),
                progress.unit(),
                progress.total(),
                progress.done(),
                (long) progress.perSecond(),
                remaining == null ? null : remaining.toSeconds());
    }

    private static @Nullable ApiError error(TaskView task) {
        Failure failure = task.failure();
        if (failure == null) {
            return null;
        }
        String hint = task.hint().isEmpty() ? null : task.hint();
        return new ApiError(ErrorAnswers.code(failure), ErrorAnswers.kind(failure), task.message(), hint);
    }
}
