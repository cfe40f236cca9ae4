package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.RecycleBinRequest.DescribeRetention;
import io.ebsnap.api.Retention;
import io.ebsnap.api.SnapshotDeletionPlan;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshotGroup;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotSizes;
import io.ebsnap.api.SnapshotSizeList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap snapshot delete}. */
@Command(
        name = "delete",
        header = "Delete snapshots.",
        description = {
            "Every other snapshot stays whole. One that is still pending is aborted; while one of a group is, only all of them are deleted.",
            "One that a retention rule keeps goes into the recycle bin (ebsnap recycle-bin).",
            "The space of others comes back with the next garbage collection (ebsnap store gc)."
        })
final class SnapshotDelete extends DaemonCommand {

    @ArgGroup(exclusive = true, multiplicity = "1")
    SnapshotGroupMembers members = new SnapshotGroupMembers();

    @Option(
            names = "--dry-run",
            description =
                    "Only say how much space deleting them together would free, and which of them would go into the recycle bin, until when.")
    boolean dryRun;

    @Option(
            names = "--before-minimum",
            description = "Also one that has not been in the archive for as long as it should.")
    boolean beforeMinimum;

    SnapshotDelete(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (dryRun) {
            return preview(daemon);
        }
        return members.group == null ? delete(daemon) : deleteGroup(daemon, members.group);
    }

    private int preview(ApiClient daemon) {
        List<String> ids = members.ids(daemon);
        SnapshotSizeList sizes = daemon.call(new DescribeSnapshotSizes(ids));
        List<Retention> retentions =
                ids.stream().map(id -> daemon.call(new DescribeRetention(id))).toList();
        show(new SnapshotDeletionPlan(sizes, retentions), SnapshotViews.sizes(sizes));
        if (!session().isJson()) {
            SnapshotSizing.sum(this, sizes);
            retentions.forEach(retention -> renderer().line(RecycleBinViews.intent(retention)));
        }
        return ExitCode.OK;
    }

    private int deleteGroup(ApiClient daemon, String group) {
        show(daemon.call(new DeleteSnapshotGroup(group)), Table.pairs().row(group, "deleted"));
        return ExitCode.OK;
    }

    /** Goes on after one that cannot be deleted; the first error is the exit code. */
    private int delete(ApiClient daemon) {
        int exitCode = ExitCode.OK;
        for (String snapshot : members.snapshots) {
            try {
                Deleted deleted = daemon.call(new DeleteSnapshot(snapshot, beforeMinimum));
                show(deleted, Table.pairs().row(snapshot, RecycleBinViews.outcome(deleted)));
            } catch (ApiException e) {
                renderer().error(e.error().message(), e.error().hint());
                exitCode = exitCode == ExitCode.OK ? ExitCode.of(e.error().kind()) : exitCode;
            }
        }
        return exitCode;
    }
}
