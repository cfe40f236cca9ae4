package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.DisableImageDeregistrationProtection;
import io.ebsnap.api.ImageRequest.EnableImageDeregistrationProtection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image protect}. */
@Command(name = "protect", header = "Keep an image from being deregistered.")
final class ImageProtect extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @ArgGroup(exclusive = true)
    @Nullable
    How how;

    /** For longer, or no more. */
    static final class How {
        @Option(
                names = "--cooldown",
                required = true,
                description = "It stays protected for 24 hours after the protection was taken away.")
        boolean cooldown;

        @Option(names = "--off", required = true, description = "Take the protection away.")
        boolean off;
    }

    ImageProtect(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image now = how != null && how.off
                ? daemon.call(new DisableImageDeregistrationProtection(image))
                : daemon.call(new EnableImageDeregistrationProtection(image, how != null));
        show(now, ImageViews.one(now));
        return ExitCode.OK;
    }
}
