package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebsnap volume create}. */
@Command(
        name = "create",
        header = "Make a volume, of a snapshot or empty.",
        description = {
            "It can be attached at once. A snapshot's content arrives when it is read, and in the background.",
            "Without --size it is as long as the snapshot; without --snapshot it is all zeros."
        })
final class VolumeCreate extends DaemonCommand {

    @Option(names = "--snapshot", paramLabel = "SNAP", description = "Id of the snapshot whose content it has.")
    @Nullable
    String snapshot;

    @Option(
            names = "--size",
            paramLabel = "S",
            converter = ByteSize.class,
            description = "How long it shall be, in bytes or with a unit: 10G, 512MiB.")
    @Nullable
    Long size;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "A unique name that stands for the volume in every command.")
    @Nullable
    String name;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(names = "--zone", paramLabel = "Z", description = "Where its bytes lie. Without it, the first zone.")
    @Nullable
    String zone;

    @ArgGroup(exclusive = false)
    @Nullable
    Target target;

    @Option(
            names = "--init-rate",
            paramLabel = "MiB/s",
            description = "Fill it in the background at most so fast. Without it, or with 0, as fast as it goes.")
    @Nullable
    Long rate;

    @Mixin
    Options.Encryption encryption = new Options.Encryption();

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = {
                "Key that its target is encrypted under, by id, alias or ARN, and that is a reason to encrypt it.",
                "Without it, that of the snapshot; of a volume that begins empty the default key (ebsnap key default)."
            })
    @Nullable
    String key;

    VolumeCreate(Session session) {
        super(session);
    }

    /** Where its bytes are to lie. */
    static final class Target {
        @Option(
                names = "--target",
                paramLabel = "DEVICE|FILE",
                required = true,
                description = "Device or file that its bytes lie in; when it is hydrated, that alone is complete.")
        Path path = Path.of("");

        @Option(names = "--force", description = "Overwrite what is on the target.")
        boolean force;
    }

    @Override
    int run(ApiClient daemon) {
        Volume volume = daemon.call(new CreateVolume(
                snapshot,
                size,
                zone,
                tags.tags,
                name,
                target == null ? null : target.path.toAbsolutePath().normalize().toString(),
                target != null && target.force,
                rate,
                encryption.wanted(),
                key));
        show(volume, VolumeViews.one(volume));
        return ExitCode.OK;
    }
}
