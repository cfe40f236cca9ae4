package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotArchivalPlan;
import io.ebsnap.api.TieringRequest.CancelSnapshotTiering;
import io.ebsnap.api.TieringRequest.DescribeSnapshotArchival;
import io.ebsnap.api.TieringRequest.ModifySnapshotTier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot archive}. */
@Command(
        name = "archive",
        header = "Move a snapshot into the archive, which takes less space.",
        description = {
            "It can be used meanwhile, and afterwards too: what is read of it then comes from the archive.",
            "The space in the store comes back with the next garbage collection (ebsnap store gc)."
        })
final class SnapshotArchive extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @ArgGroup(exclusive = true)
    @Nullable
    Instead instead;

    @Option(names = "--wait", description = "Wait until it is archived; its progress is shown.")
    boolean wait;

    /** What is done instead of archiving. */
    static final class Instead {
        @Option(names = "--dry-run", required = true, description = "Only say how much space it would save.")
        boolean dryRun;

        @Option(
                names = "--cancel",
                required = true,
                description = "End the move of it that is under way, into the archive or back: it stays where it was.")
        boolean cancel;
    }

    SnapshotArchive(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (instead != null && instead.dryRun) {
            SnapshotArchivalPlan plan = daemon.call(new DescribeSnapshotArchival(snapshot));
            show(plan, TierViews.plan(plan));
            return ExitCode.OK;
        }
        if (instead != null) {
            show(daemon.call(new CancelSnapshotTiering(snapshot)), Table.pairs().row(snapshot, "stays where it was"));
            return ExitCode.OK;
        }
        var unused = daemon.call(new ModifySnapshotTier(snapshot, "archive"));
        return new TierOutcome(session(), daemon).show(snapshot, wait);
    }
}
