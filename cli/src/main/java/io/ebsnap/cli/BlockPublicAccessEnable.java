package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.EnableSnapshotBlockPublicAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap snapshot block-public-access enable}. */
@Command(name = "enable", header = "Keep snapshots of this account from being public.")
final class BlockPublicAccessEnable extends DaemonCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            required = true,
            description = "block-all-sharing: none is public; block-new-sharing: no more become so.")
    String state = "";

    BlockPublicAccessEnable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotBlockPublicAccess now = daemon.call(new EnableSnapshotBlockPublicAccess(state));
        show(now, SharingViews.state(now));
        return ExitCode.OK;
    }
}
