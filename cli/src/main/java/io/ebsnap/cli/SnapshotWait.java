package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code ebsnap snapshot wait}. */
@Command(
        name = "wait",
        header = "Wait until snapshots are completed.",
        description = "Shows their progress meanwhile. The exit code is 0 when all are completed, 1 when one failed.")
final class SnapshotWait extends DaemonCommand {

    @ArgGroup(exclusive = true, multiplicity = "1")
    SnapshotGroupMembers members = new SnapshotGroupMembers();

    SnapshotWait(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new SnapshotOutcome(session()).show(session().watch(daemon).snapshots(members.ids(daemon)));
    }
}
