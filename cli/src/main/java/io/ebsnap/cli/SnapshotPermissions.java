package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot permissions}. */
@Command(name = "permissions", header = "Show with whom a snapshot is shared.")
final class SnapshotPermissions extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    SnapshotPermissions(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotAttribute now = daemon.call(new DescribeSnapshotAttribute(snapshot));
        show(now, SharingViews.permissions(now));
        return ExitCode.OK;
    }
}
