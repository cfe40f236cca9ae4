package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotSizes;
import io.ebsnap.api.SnapshotSizeList;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot delete}. */
@Command(
        name = "delete",
        header = "Delete snapshots.",
        description = {
            "Every other snapshot stays whole. One that is still pending is aborted.",
            "One that a retention rule keeps goes into the recycle bin (ebsnap recycle-bin).",
            "The space of others comes back with the next garbage collection (ebsnap store gc)."
        })
final class SnapshotDelete extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", arity = "1..*", description = "Ids of the snapshots.")
    List<String> snapshots = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say how much space deleting them together would free.")
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
        return dryRun ? preview(daemon) : delete(daemon);
    }

    private int preview(ApiClient daemon) {
        SnapshotSizeList sizes = daemon.call(new DescribeSnapshotSizes(snapshots));
        return SnapshotSizing.show(this, sizes);
    }

    /** Goes on after one that cannot be deleted; the first error is the exit code. */
    private int delete(ApiClient daemon) {
        int exitCode = ExitCode.OK;
        for (String snapshot : snapshots) {
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
