package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap volume clone}. */
@Command(
        name = "clone",
        header = "Make a volume with the content that another one has now.",
        description = {
            "Takes a snapshot of the volume, which is used on, and makes a volume of it, which can be written at once.",
            "The snapshot stays; once the new volume is hydrated, it may be deleted."
        })
final class VolumeClone extends DaemonCommand {

    @Parameters(paramLabel = "VOL", description = "Id or name of the volume, or its device.")
    String volume = "";

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "A unique name that stands for the new volume in every command.")
    @Nullable
    String name;

    @Option(names = "--zone", paramLabel = "Z", description = "Where its bytes lie. Without it, the first zone.")
    @Nullable
    String zone;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Mixin
    Options.Encryption encryption = new Options.Encryption();

    VolumeClone(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Volume source = InnerSnapshot.requireManaged(daemon, volume);
        Snapshot instant = InnerSnapshot.take(daemon, session(), source, "for a clone of " + source.volumeId());
        Volume made = daemon.call(new CreateVolume(
                instant.snapshotId(),
                source.sizeInBytes(),
                zone,
                tags.tags,
                name,
                null,
                false,
                null,
                encryption.wanted(),
                null));
        show(made, VolumeViews.one(made));
        return ExitCode.OK;
    }
}
