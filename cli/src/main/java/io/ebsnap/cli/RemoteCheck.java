package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RemoteRequest.DescribeRemoteStatus;
import io.ebsnap.api.RemoteStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap remote check}. */
@Command(
        name = "check",
        header = "Call another daemon.",
        description = "Shows what it is, what it lets this one do, and how its clock differs. Fails if it cannot be"
                + " reached, is another one, or does not know this one.")
final class RemoteCheck extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the remote.")
    String name = "";

    RemoteCheck(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RemoteStatus status = daemon.call(new DescribeRemoteStatus(name));
        show(status, RemoteViews.status(name, status));
        return ExitCode.OK;
    }
}
