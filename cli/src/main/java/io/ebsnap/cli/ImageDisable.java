package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.DisableImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image disable}. */
@Command(
        name = "disable",
        header = "Let nobody launch an image.",
        description = "All permissions are taken back, and lists leave it out.")
final class ImageDisable extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    ImageDisable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image now = daemon.call(new DisableImage(image));
        show(now, ImageViews.one(now));
        return ExitCode.OK;
    }
}
