package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.RollBackVolume;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume rollback}. */
@Command(
        name = "rollback",
        header = "Give a volume the content of a snapshot in place of its own.",
        description = {
            "First takes a snapshot of what it has now. Refused while somebody uses the volume: detach it first.",
            "It can be attached again at once; the snapshot's content arrives when it is read, and in the background."
        })
final class VolumeRollback extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "VOL", description = "Id or name of the volume.")
    String volume = "";

    @Parameters(index = "1", paramLabel = "SNAP", description = "Id of the snapshot whose content it gets.")
    String snapshot = "";

    VolumeRollback(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Volume found = InnerSnapshot.requireManaged(daemon, volume);
        requireUnused(found);
        Snapshot safety = InnerSnapshot.take(
                daemon, session(), found, "of " + found.volumeId() + " before its rollback to " + snapshot);
        Volume rolledBack = daemon.call(new RollBackVolume(found.volumeId(), snapshot, safety.snapshotId()));
        if (!session().isJson()) {
            session().renderer().line("what it had is in " + safety.snapshotId());
        }
        show(rolledBack, VolumeViews.one(rolledBack));
        return ExitCode.OK;
    }

    /** The daemon refuses it too, but only after the snapshot. */
    private static void requireUnused(Volume volume) {
        ServedVolume served = volume.served();
        List<String> users = served == null ? List.of() : served.users();
        if (!users.isEmpty()) {
            throw new Refusal(
                    ExitCode.CONFLICT,
                    volume.volumeId() + " is in use by " + String.join(", ", users),
                    "detach it and end its exports first");
        }
    }
}
