package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot wait}. */
@Command(
        name = "wait",
        header = "Wait until snapshots are completed.",
        description = "Shows their progress meanwhile. The exit code is 0 when all are completed, 1 when one failed.")
final class SnapshotWait extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", arity = "1..*", description = "Ids of the snapshots.")
    List<String> snapshots = new ArrayList<>();

    SnapshotWait(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return new SnapshotOutcome(session()).show(session().watch(daemon).snapshots(snapshots));
    }
}
