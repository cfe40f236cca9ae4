package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot share}. */
@Command(
        name = "share",
        header = "Let other accounts use a snapshot.",
        description = "They can restore it, make volumes of it, compare and export it. Nothing is copied.")
final class SnapshotShare extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Mixin
    SharedWith with = new SharedWith();

    @Option(
            names = "--grant",
            description = "Also give those accounts a grant to decrypt under its key that have none.")
    boolean grant;

    SnapshotShare(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        SnapshotAttribute now =
                daemon.call(new ModifySnapshotAttribute(snapshot, "add", with.accounts, with.groups(), grant));
        show(now, SharingViews.permissions(now));
        return ExitCode.OK;
    }
}
