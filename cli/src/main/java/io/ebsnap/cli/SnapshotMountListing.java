package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.MountRequest.DescribeSnapshotMounts;
import io.ebsnap.api.SnapshotMountList;
import picocli.CommandLine.Command;

/** {@code ebsnap snapshot mounts}. */
@Command(name = "mounts", header = "List the snapshots that are mounted, and where.")
final class SnapshotMountListing extends DaemonCommand {

    SnapshotMountListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotMountList mounts = daemon.call(new DescribeSnapshotMounts());
        show(mounts, MountViews.mounts(mounts.snapshotMounts()));
        return ExitCode.OK;
    }
}
