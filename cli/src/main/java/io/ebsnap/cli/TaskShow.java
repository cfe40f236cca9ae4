package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.TaskList;
import io.ebsnap.api.TaskRequest.DescribeTasks;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap task show}. */
@Command(name = "show", header = "Show a task as it is now.")
final class TaskShow extends DaemonCommand {

    @Parameters(paramLabel = "TASK", description = "Id of the task.")
    String task = "";

    TaskShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        TaskList tasks = daemon.call(new DescribeTasks(List.of(task)));
        show(tasks, TaskViews.list(tasks.tasks()));
        return ExitCode.OK;
    }
}
