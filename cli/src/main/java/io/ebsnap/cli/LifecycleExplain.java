package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LifecycleRequest.DescribeSnapshotLifecycle;
import io.ebsnap.api.SnapshotLifecycle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle explain}. */
@Command(name = "explain", header = "Say why a snapshot is kept, and when it will be deleted.")
final class LifecycleExplain extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    LifecycleExplain(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotLifecycle explanation = daemon.call(new DescribeSnapshotLifecycle(snapshot));
        show(explanation, LifecycleViews.explanation(explanation));
        return ExitCode.OK;
    }
}
