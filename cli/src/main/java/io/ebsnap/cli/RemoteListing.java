package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RemoteList;
import io.ebsnap.api.RemoteRequest.DescribeRemotes;
import picocli.CommandLine.Command;

/** {@code ebsnap remote list}. */
@Command(name = "list", header = "List the daemons that are known.", description = "Shows what each may do here.")
final class RemoteListing extends DaemonCommand {

    RemoteListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RemoteList remotes = daemon.call(new DescribeRemotes());
        show(remotes, RemoteViews.list(remotes.remotes()));
        return ExitCode.OK;
    }
}
