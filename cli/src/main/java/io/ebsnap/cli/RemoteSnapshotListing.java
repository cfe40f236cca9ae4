package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RemoteRequest.DescribeRemoteSnapshots;
import io.ebsnap.api.RemoteSnapshotList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap remote snapshots}. */
@Command(
        name = "snapshots",
        header = "List the snapshots that can be copied from another daemon.",
        description = "'ebsnap snapshot pull' copies one.")
final class RemoteSnapshotListing extends DaemonCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the remote.")
    String name = "";

    RemoteSnapshotListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RemoteSnapshotList snapshots = daemon.call(new DescribeRemoteSnapshots(name));
        show(snapshots, RemoteViews.snapshots(snapshots.snapshots()));
        return ExitCode.OK;
    }
}
