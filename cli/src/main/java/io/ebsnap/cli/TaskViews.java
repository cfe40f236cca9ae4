package io.ebsnap.cli;

import io.ebsnap.api.Task;
import io.ebsnap.api.TaskState;
import java.util.List;
import java.util.Locale;

/** Tasks as people see them. */
final class TaskViews {

    private TaskViews() {}

    static String word(TaskState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static Table list(List<Task> tasks) {
        Table table = Table.of("TASK", "ACTION", "STATE", "PHASE", ">DONE", "STARTED", "ENDED", "OF");
        for (Task task : tasks) {
            table.row(
                    task.taskId(),
                    task.action(),
                    word(task.state()),
                    task.progress().phase(),
                    percent(task),
                    Human.time(task.startTime()),
                    Human.time(task.endTime()),
                    String.join(" ", task.resources()));
        }
        return table;
    }

    private static String percent(Task task) {
        long total = task.progress().total();
        return total <= 0 ? "-" : Math.min(100, (long) (task.progress().done() / (total / 100.0))) + "%";
    }
}
