package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LockRequest.UnlockSnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot unlock}. */
@Command(
        name = "unlock",
        header = "Take the lock off a snapshot.",
        description = "One in compliance mode only during its cool-off period, or when it has ended.")
final class SnapshotUnlocking extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    SnapshotUnlocking(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new UnlockSnapshot(snapshot)), Table.pairs().row(snapshot, "unlocked"));
        return ExitCode.OK;
    }
}
