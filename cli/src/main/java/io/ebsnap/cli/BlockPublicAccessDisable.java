package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.DisableSnapshotBlockPublicAccess;
import picocli.CommandLine.Command;

/** {@code ebsnap snapshot block-public-access disable}. */
@Command(name = "disable", header = "Let snapshots of this account be public.")
final class BlockPublicAccessDisable extends DaemonCommand {

    BlockPublicAccessDisable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotBlockPublicAccess now = daemon.call(new DisableSnapshotBlockPublicAccess());
        show(now, SharingViews.state(now));
        return ExitCode.OK;
    }
}
