package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ModifiedVolume;
import io.ebsnap.api.VolumeModification;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume resize}. */
@Command(
        name = "resize",
        header = "Make a managed volume larger.",
        description = "Its device grows with it; a file system on it must be grown by its own tool.")
final class VolumeResize extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "VOL", description = "Id or name of the volume, or its device.")
    String volume = "";

    @Parameters(
            index = "1",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "How long it shall be, in bytes or with a unit: 10G, 512MiB.")
    long size;

    VolumeResize(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ModifiedVolume answer = daemon.call(new ModifyVolume(VolumeRegister.absolute(volume), size));
        VolumeModification change = answer.volumeModification();
        show(
                answer,
                Table.pairs()
                        .row(
                                change.volumeId(),
                                "from " + Human.size(change.originalSizeInBytes()) + " to "
                                        + Human.size(change.targetSizeInBytes())));
        return ExitCode.OK;
    }
}
