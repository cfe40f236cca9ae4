package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Page;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotSizes;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotSizeList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot show}. */
@Command(name = "show", header = "Show a snapshot.")
final class SnapshotShow extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Option(names = "--sizes", description = "Show instead what it takes, as ebsnap snapshot sizes does.")
    boolean sizes;

    SnapshotShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (sizes) {
            SnapshotSizeList answer = daemon.call(new DescribeSnapshotSizes(List.of(snapshot)));
            return SnapshotSizing.show(this, answer);
        } else {
            SnapshotList answer = daemon.call(new DescribeSnapshots(List.of(snapshot), List.of(), Page.FIRST));
            show(answer, SnapshotViews.one(answer.snapshots().getFirst()));
        }
        return ExitCode.OK;
    }
}
