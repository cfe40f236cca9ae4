package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.FastRestoreRequest.DisableFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ebsnap fsr disable}. */
@Command(
        name = "disable",
        header = "Disable fast restore of snapshots, and give its space back.",
        description = "Volumes that were made stay as they are.")
final class FastRestoreDisable extends DaemonCommand {

    @Mixin
    FastRestoreTarget target = new FastRestoreTarget();

    FastRestoreDisable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new FastRestoreOutcome(session(), FastSnapshotRestore.DISABLED, target.wait)
                .show(daemon, daemon.call(new DisableFastSnapshotRestores(target.snapshots, target.zones)));
    }
}
