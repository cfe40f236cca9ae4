package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotSizes;
import io.ebsnap.api.SnapshotSizeList;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot sizes}. */
@Command(
        name = "sizes",
        header = "Show what snapshots take, and what deleting them frees.",
        description = {
            "FULL is the content of all blocks, UNIQUE what nothing else needs, SHARED what another snapshot has too; beside each stands what"
                    + " it takes as stored. UNIQUE is what deleting that one alone frees.",
            "The last line says what deleting all of them together frees: what only they share goes too."
        })
final class SnapshotSizing extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", arity = "1..*", description = "Ids of the snapshots.")
    List<String> snapshots = new ArrayList<>();

    SnapshotSizing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return show(this, daemon.call(new DescribeSnapshotSizes(snapshots)));
    }

    /** Shows the sizes that a command asked for. */
    static int show(DaemonCommand command, SnapshotSizeList sizes) {
        command.show(sizes, SnapshotViews.sizes(sizes));
        if (!command.session().isJson()) {
            sum(command, sizes);
        }
        return ExitCode.OK;
    }

    /** What is said below the table of them. */
    static void sum(DaemonCommand command, SnapshotSizeList sizes) {
        command.renderer().line(SnapshotViews.freed(sizes));
        SnapshotViews.estimate(sizes.snapshotSizes()).ifPresent(command.renderer()::line);
    }
}
