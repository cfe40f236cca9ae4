package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.PurgeFromRecycleBin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin purge}. */
@Command(
        name = "purge",
        header = "Remove something from the recycle bin for good.",
        description = {
            "Before its time, and by the administrator only; not what a locked rule keeps.",
            "The space of a snapshot comes back with the next garbage collection (ebsnap store gc)."
        })
final class RecycleBinPurge extends DaemonCommand {

    @Parameters(paramLabel = "ID", description = "Id of the snapshot, managed volume or image.")
    String id = "";

    @Mixin
    Confirmation confirmation = new Confirmation();

    RecycleBinPurge(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        confirmation.require(session(), id + " cannot be brought back afterwards. Remove it for good?");
        show(daemon.call(new PurgeFromRecycleBin(id)), Table.pairs().row(id, "purged"));
        return ExitCode.OK;
    }
}
