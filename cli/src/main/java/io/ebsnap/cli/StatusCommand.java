package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.Status;
import io.ebsnap.api.StatusCoverage;
import io.ebsnap.api.StatusPolicies;
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
                .row("policies", policies(status.policies()))
                .row("covered", covered(status.policies()))
                .row("last run", lastRun(status.policies()))
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
                : StoreViews.verified(
                        coverage.verifiedPercent(), coverage.verifiedDays(), coverage.oldestVerificationTime());
    }

    private static String policies(StatusPolicies policies) {
        return Human.count(policies.policiesEnabled()) + " enabled, "
                + Human.count(policies.policiesDisabled()) + " disabled, "
                + Human.count(policies.policiesInError()) + " wrong, next "
                + Human.time(policies.nextPolicyTime());
    }

    private static String covered(StatusPolicies policies) {
        return Human.count(policies.volumesCovered()) + " volumes by a policy, "
                + Human.count(policies.volumesUncovered()) + " by none";
    }

    private static String lastRun(StatusPolicies policies) {
        return policies.lastPolicyRunTime() == null
                ? "-"
                : Human.time(policies.lastPolicyRunTime()) + ", " + Human.count(policies.policyFailures())
                        + " failures";
    }

    private static String snapshots(Status status) {
        return Human.count(status.counts().snapshots().snapshotsCompleted()) + " completed, "
                + Human.count(status.counts().snapshots().snapshotsPending()) + " pending, "
                + Human.count(status.counts().snapshots().snapshotsInError()) + " in error";
    }
}
