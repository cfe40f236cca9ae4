package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.Status;
import io.ebsnap.api.StatusCoverage;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code ebsnap status}. */
@Command(
        name = "status",
        header = "Show how the daemon does.",
        description = "Prints the daemon's version, its data directory, what there is in numbers, and warnings.")
final class StatusCommand extends DaemonCommand {

    StatusCommand(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Status status = daemon.call(new GetStatus());
        show(status, table(status));
        return ExitCode.OK;
    }

    private static Table table(Status status) {
        Table table = Table.pairs()
                .row(
                        "daemon",
                        "ebsnapd " + status.version() + ", " + status.state() + ", process " + status.processId())
                .row("region", status.region())
                .row("since", Human.time(status.startTime()))
                .row("data directory", status.dataDirectory())
                .row("store", status.storeId())
                .row("free space", Human.size(status.counts().freeBytes()))
                .row("keystore root", status.keystoreRoot())
                .row("cipher", status.cipher())
                .row("heap in use", Human.size(status.counts().heapUsedBytes()))
                .row("volumes", Human.count(status.counts().volumes()))
                .row("snapshots", snapshots(status))
                .row("protection", protection(status.coverage()))
                .row("verified", verified(status.coverage()))
                .row("running tasks", Human.count(status.counts().tasksRunning()));
        status.warnings().forEach(warning -> table.row("warning", warning));
        return table;
    }

    private static String protection(StatusCoverage coverage) {
        return Human.count(coverage.volumesProtected()) + " volumes protected, "
                + Human.count(coverage.volumesStale()) + " stale, "
                + Human.count(coverage.volumesUnprotected()) + " unprotected";
    }

    private static String verified(StatusCoverage coverage) {
        return coverage.verifiedPercent() == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.1f %% in the last %d days, oldest %s",
                        coverage.verifiedPercent(),
                        coverage.verifiedDays(),
                        Human.time(coverage.oldestVerificationTime()));
    }

    private static String snapshots(Status status) {
        return Human.count(status.counts().snapshots().snapshotsCompleted()) + " completed, "
                + Human.count(status.counts().snapshots().snapshotsPending()) + " pending, "
                + Human.count(status.counts().snapshots().snapshotsInError()) + " in error";
    }
}
