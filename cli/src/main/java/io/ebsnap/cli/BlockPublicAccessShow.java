package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.GetSnapshotBlockPublicAccessState;
import picocli.CommandLine.Command;

/** {@code ebsnap snapshot block-public-access show}. */
@Command(name = "show", header = "Show whether snapshots of this account may be public.")
final class BlockPublicAccessShow extends DaemonCommand {

    BlockPublicAccessShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotBlockPublicAccess now = daemon.call(new GetSnapshotBlockPublicAccessState());
        show(now, SharingViews.state(now));
        return ExitCode.OK;
    }
}
