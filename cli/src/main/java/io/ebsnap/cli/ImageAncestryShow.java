package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImageAncestry;
import io.ebsnap.api.ImageRequest.GetImageAncestry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image ancestry}. */
@Command(
        name = "ancestry",
        header = "Show what an image came from.",
        description =
                "The image that it was copied from, or from which the root volume was launched that it was made of, and so on.")
final class ImageAncestryShow extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    ImageAncestryShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ImageAncestry ancestry = daemon.call(new GetImageAncestry(image));
        show(ancestry, ImageViews.ancestry(ancestry));
        return ExitCode.OK;
    }
}
