package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.RegisterImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image register}. */
@Command(name = "register", header = "Make an image of snapshots.")
final class ImageRegister extends DaemonCommand {

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "Name of the image: unique in the account, 3 to 128 characters.")
    String name = "";

    @Parameters(
            index = "1..*",
            paramLabel = "DEVICE=[SNAP][:[SIZE][:true|false]]",
            arity = "1..*",
            converter = ImageDeviceConverter.class,
            description = {
                "A device: the snapshot whose content it has, how long its volume is, and whether that is deleted when a launch is terminated (true).",
                "Without a snapshot it is empty, and DEVICE=none has no volume."
            })
    List<BlockDeviceMapping> devices = new ArrayList<>();

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Mixin
    ImageMachineOptions machine = new ImageMachineOptions();

    ImageRegister(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image image = daemon.call(new RegisterImage(name, description, devices, machine.machine(), tags.tags));
        show(image, ImageViews.one(image));
        return ExitCode.OK;
    }
}
