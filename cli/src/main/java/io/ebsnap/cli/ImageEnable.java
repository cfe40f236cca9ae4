package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.EnableImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image enable}. */
@Command(name = "enable", header = "Let a disabled image be launched again.")
final class ImageEnable extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    ImageEnable(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image now = daemon.call(new EnableImage(image));
        show(now, ImageViews.one(now));
        return ExitCode.OK;
    }
}
