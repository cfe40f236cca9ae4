package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.CreateImage;
import io.ebsnap.api.InstantOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image create}. */
@Command(
        name = "create",
        header = "Make an image of volumes.",
        description = {
            "Snapshots of all of them are taken at one instant, as ebsnap snapshot create does.",
            "The tags are those of the image and of its snapshots."
        })
final class ImageCreate extends DaemonCommand {

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "Name of the image: unique in the account, 3 to 128 characters.")
    String name = "";

    @Parameters(
            index = "1..*",
            paramLabel = "[DEVICE=]VOL",
            arity = "1..*",
            description =
                    "Volumes by id, name or device, each with the name of the device that it becomes; without one /dev/sda and so on.")
    List<String> volumes = new ArrayList<>();

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Mixin
    ImageMachineOptions machine = new ImageMachineOptions();

    @Option(
            names = "--keep",
            paramLabel = "DEVICE,...",
            split = ",",
            description = "Devices whose volumes stay when a launch is terminated.")
    List<String> kept = new ArrayList<>();

    @Option(
            names = "--consistency",
            paramLabel = "C",
            description = "How the instant must be had, as of ebsnap snapshot create.")
    @Nullable
    String consistency;

    @Option(
            names = "--pre",
            paramLabel = "COMMAND",
            description = "Command that the daemon runs just before the instant.")
    @Nullable
    String pre;

    @Option(
            names = "--post",
            paramLabel = "COMMAND",
            description = "Command that the daemon runs just after the instant, whatever happened.")
    @Nullable
    String post;

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = "Key that its snapshots are sealed under, by id, alias or ARN.")
    @Nullable
    String key;

    @Mixin
    Options.Turn turn = new Options.Turn();

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    ImageCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image begun = daemon.call(new CreateImage(
                name,
                description,
                ImageVolumeConverter.volumes(volumes, kept),
                machine.machine(),
                tags.tags,
                null,
                new InstantOptions(consistency, pre, post, turn.seconds),
                key));
        return new ImageOutcome(this).of(daemon, begun, waiting);
    }
}
