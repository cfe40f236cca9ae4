package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.VolumeRequest.DeregisterVolume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume forget}. */
@Command(
        name = "forget",
        header = "Make the daemon forget a volume.",
        description = "The device and the volume's snapshots stay as they are.")
final class VolumeForget extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id, name or device of the volume.")
    String volume = "";

    VolumeForget(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(
                daemon.call(new DeregisterVolume(VolumeRegister.absolute(volume))),
                Table.pairs().row(volume, "forgotten"));
        return ExitCode.OK;
    }
}
