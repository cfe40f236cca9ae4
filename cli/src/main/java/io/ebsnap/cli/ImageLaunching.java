package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.ImageLaunch;
import io.ebsnap.api.ImageRequest.LaunchImage;
import io.ebsnap.api.LaunchOptions;
import io.ebsnap.api.LaunchedVolume;
import io.ebsnap.api.Volume;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image launch}. */
@Command(
        name = "launch",
        header = "Make all volumes of an image.",
        description = {
            "All of them or none; they can be used at once, and their content arrives as that of any volume of a snapshot.",
            "Each has the device, the image and the launch as tags."
        })
final class ImageLaunching extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "What the names of the volumes begin with. Without it, the id of the launch.")
    @Nullable
    String name;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(
            names = "--device",
            paramLabel = "DEVICE=[:[SIZE][:true|false]]",
            converter = ImageDeviceConverter.class,
            description = {
                "A device of the image whose volume is to be longer, or is deleted or not when the launch is terminated. May be given several times.",
                "DEVICE=none makes no volume of it."
            })
    List<BlockDeviceMapping> devices = new ArrayList<>();

    @Option(names = "--zone", paramLabel = "Z", description = "Where their bytes lie. Without it, the first zone.")
    @Nullable
    String zone;

    @Option(
            names = "--init-rate",
            paramLabel = "MiB/s",
            description = "Fill each in the background at most so fast. Without it, or with 0, as fast as it goes.")
    @Nullable
    Long rate;

    @Mixin
    Options.Encryption encryption = new Options.Encryption();

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = "Key that their targets are encrypted under. Without it, those of the snapshots.")
    @Nullable
    String key;

    @Option(names = "--attach", description = "Make them block devices of this machine too.")
    boolean attach;

    @Option(
            names = "--until",
            paramLabel = "STATE",
            description = "Wait until all volumes have come so far: ${COMPLETION-CANDIDATES}.")
    @Nullable
    HydrationGoal until;

    ImageLaunching(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ImageLaunch launch = daemon.call(new LaunchImage(
                image,
                name,
                tags.tags,
                devices,
                new LaunchOptions(zone, rate, encryption.wanted(), key),
                attach,
                null));
        if (until != null) {
            await(daemon, launch, until);
        }
        show(launch, ImageViews.launch(launch));
        if (!session().isJson()) {
            renderer().note("hint: to give them up: ebsnap image terminate " + launch.launchId());
        }
        return ExitCode.OK;
    }

    /** Those that begin empty have nothing to wait for. */
    private void await(ApiClient daemon, ImageLaunch launch, HydrationGoal goal) {
        for (LaunchedVolume volume : launch.volumes()) {
            Volume now = session().watch(daemon).hydration(String.valueOf(volume.volumeId()), goal);
            if (!goal.isReached(Watch.hydrationOf(now))) {
                throw new Refusal(
                        ExitCode.DAMAGED,
                        now.volumeId() + " of " + launch.launchId() + " lacks what is damaged in the store",
                        "ebsnap volume show " + now.volumeId());
            }
        }
    }
}
