package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.FastRestoreRequest.EnableFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ebsnap fsr enable}. */
@Command(
        name = "enable",
        header = "Enable fast restore of snapshots: volumes of them are complete when they appear.",
        description = {
            "An image of each is made in the zone, at low priority; ebsnap fsr list shows how far it is.",
            "Enabling it again tries at once what waits for something, such as room on the disk."
        })
final class FastRestoreEnable extends DaemonCommand {

    @Mixin
    FastRestoreTarget target = new FastRestoreTarget();

    FastRestoreEnable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new FastRestoreOutcome(session(), FastSnapshotRestore.ENABLED, target.wait)
                .show(daemon, daemon.call(new EnableFastSnapshotRestores(target.snapshots, target.zones)));
    }
}
