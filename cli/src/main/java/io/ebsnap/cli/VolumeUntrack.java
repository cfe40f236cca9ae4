package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotRequest.UntrackVolume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume untrack}. */
@Command(
        name = "untrack",
        header = "Give up what is kept to find out what changes in a volume.",
        description =
                "The next snapshot of it compares everything. Ends the warning of ebsnap status that a tracker was wrong about it.")
final class VolumeUntrack extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id, name or device of the volume.")
    String volume = "";

    VolumeUntrack(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(
                daemon.call(new UntrackVolume(VolumeRegister.absolute(volume))),
                Table.pairs().row(volume, "nothing is kept"));
        return ExitCode.OK;
    }
}
