package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ResetSnapshotAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot unshare}. */
@Command(
        name = "unshare",
        header = "Let other accounts use a snapshot no more.",
        description = "Volumes and copies that they have made stay theirs.")
final class SnapshotUnshare extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Mixin
    SharedWith with = new SharedWith();

    @Option(names = "--all", description = "Whoever it is shared with.")
    boolean all;

    SnapshotUnshare(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        boolean some = !with.accounts.isEmpty() || with.everybody;
        if (all == some) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "say either --all, or --with and --public",
                    "ebsnap snapshot permissions shows them");
        }
        SnapshotAttribute now = all
                ? daemon.call(new ResetSnapshotAttribute(snapshot))
                : daemon.call(new ModifySnapshotAttribute(snapshot, "remove", with.accounts, with.groups(), false));
        show(now, SharingViews.permissions(now));
        return ExitCode.OK;
    }
}
