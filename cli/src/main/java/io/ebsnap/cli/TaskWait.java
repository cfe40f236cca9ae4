package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap task wait}. */
@Command(
        name = "wait",
        header = "Wait until a task has ended.",
        description =
                "Shows its progress meanwhile, and ends with the exit code that the command that started it would have had.")
final class TaskWait extends DaemonCommand {

    @Parameters(paramLabel = "TASK", description = "Id of the task.")
    String task = "";

    TaskWait(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new TaskOutcome(session()).show(session().watch(daemon).task(task));
    }
}
