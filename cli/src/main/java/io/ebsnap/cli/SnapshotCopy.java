package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotCopyPlan;
import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotCopy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot copy}. */
@Command(
        name = "copy",
        header = "Copy a snapshot, under the same key or another one.",
        description = {
            "Under its own key the copy shares everything with the snapshot, and is completed at once.",
            "Under another key it is sealed anew: only what an earlier copy under that key, of a snapshot of the same volume, does not have."
        })
final class SnapshotCopy extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description =
                    "Key that the copy is sealed under, by id, alias or ARN. Without it that is the snapshot's key.")
    @Nullable
    String key;

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(names = "--copy-tags", description = "Give the copy the snapshot's tags too.")
    boolean copyTags;

    @Option(names = "--dry-run", description = "Only say how much would be sealed anew.")
    boolean dryRun;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    SnapshotCopy(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotCopyPlan plan = daemon.call(new DescribeSnapshotCopy(snapshot, key));
        if (dryRun) {
            show(plan, SnapshotViews.plan(plan));
            return ExitCode.OK;
        }
        if (!session().options().quiet) {
            renderer().note(SnapshotViews.sentence(plan));
        }
        List<Snapshot> begun = daemon.call(new CopySnapshot(snapshot, description, tags.tags, copyTags, key))
                .snapshots();
        return new SnapshotOutcome(session()).of(daemon, begun, waiting);
    }
}
