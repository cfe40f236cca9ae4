package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.CopyVolumes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume copy}. */
@Command(
        name = "copy",
        header = "Copy a managed volume as it is at one instant.",
        description = {
            "The volume is used on meanwhile. The copy is in its zone and encrypted as it is, and no snapshot of it is seen.",
            "Waits until the copy can be used; it is filled in the background."
        })
final class VolumeCopy extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume, or its device.")
    String volume = "";

    @Option(
            names = "--size",
            paramLabel = "S",
            converter = ByteSize.class,
            description =
                    "How long the copy shall be, in bytes or with a unit: 10G, 512MiB. Without it, as long as the volume.")
    @Nullable
    Long size;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "A unique name that stands for the copy in every command.")
    @Nullable
    String name;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(names = "--no-wait", description = "Return as soon as the instant is fixed.")
    boolean noWait;

    VolumeCopy(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Volume begun =
                daemon.call(new CopyVolumes(VolumeRegister.absolute(volume), size, List.copyOf(tags.tags), name));
        Volume copy = noWait ? begun : session().watch(daemon).creation(begun.volumeId());
        show(copy, VolumeViews.one(copy));
        return copy.state().equals("error") ? ExitCode.FAILED : ExitCode.OK;
    }
}
