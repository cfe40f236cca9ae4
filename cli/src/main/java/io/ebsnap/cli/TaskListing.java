package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.TaskList;
import io.ebsnap.api.TaskRequest.DescribeTasks;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ebsnap task list}. */
@Command(name = "list", header = "List the tasks that run and the latest that have ended.")
final class TaskListing extends DaemonCommand {

    TaskListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        TaskList tasks = daemon.call(new DescribeTasks(List.of()));
        show(tasks, TaskViews.list(tasks.tasks()));
        return ExitCode.OK;
    }
}
