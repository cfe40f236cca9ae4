package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotRequest.VerifySnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot verify}. */
@Command(
        name = "verify",
        header = "Read and check every chunk of a snapshot.",
        description = "The exit code is 5 when damage is found.")
final class SnapshotVerify extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    SnapshotVerify(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new TaskStarter(session(), daemon).start(new VerifySnapshot(snapshot), waiting);
    }
}
