package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Attachment;
import io.ebsnap.api.VolumeRequest.DetachVolume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume detach}. */
@Command(
        name = "detach",
        header = "Take a managed volume's block device away.",
        description =
                "What was written to it is made durable first. A device that is mounted or held is refused, and by whom is said.")
final class VolumeDetach extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume, or the device that it is attached as.")
    String volume = "";

    @Option(names = "--force", description = "Also while it is used: whoever uses it gets I/O errors.")
    boolean force;

    VolumeDetach(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Attachment detached = daemon.call(new DetachVolume(VolumeRegister.absolute(volume), force));
        show(detached, Table.pairs().row(detached.volumeId(), "detached from " + detached.device()));
        return ExitCode.OK;
    }
}
