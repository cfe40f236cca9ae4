package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Archive;
import io.ebsnap.api.TieringRequest.DescribeArchive;
import picocli.CommandLine.Command;

/** {@code ebsnap archive status}. */
@Command(
        name = "status",
        header = "Show whether the archive is there, what it holds and what it saves.",
        description = "What was moved of snapshots that are archived now is counted as saved.")
final class ArchiveShow extends DaemonCommand {

    ArchiveShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Archive archive = daemon.call(new DescribeArchive());
        show(archive, TierViews.archive(archive));
        return ExitCode.OK;
    }
}
