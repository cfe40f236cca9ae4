package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.RestoreImageFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreVolumeFromRecycleBin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin restore}. */
@Command(
        name = "restore",
        header = "Take something out of the recycle bin.",
        description = {
            "It is as it was when it was deleted, and shared as it was; fast restore is not enabled again.",
            "With an image those of its snapshots come back that are in the recycle bin."
        })
final class RecycleBinRestore extends DaemonCommand {

    @Parameters(paramLabel = "ID", description = "Id of the snapshot, managed volume or image.")
    String id = "";

    RecycleBinRestore(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(restored(daemon), Table.pairs().row(id, "restored"));
        return ExitCode.OK;
    }

    private Record restored(ApiClient daemon) {
        if (id.startsWith("ami-")) {
            return daemon.call(new RestoreImageFromRecycleBin(id));
        }
        return id.startsWith("snap-")
                ? daemon.call(new RestoreSnapshotFromRecycleBin(id))
                : daemon.call(new RestoreVolumeFromRecycleBin(id));
    }
}
