package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.TaskRequest.CancelTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap task cancel}. */
@Command(
        name = "cancel",
        header = "Ask a task to stop.",
        description = "It stops at the next point at which nothing is left half done.")
final class TaskCancel extends DaemonCommand {

    @Parameters(paramLabel = "TASK", description = "Id of the task.")
    String task = "";

    TaskCancel(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new CancelTask(task)), Table.pairs().row(task, "asked to stop"));
        return ExitCode.OK;
    }
}
