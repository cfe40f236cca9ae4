package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image show}. */
@Command(name = "show", header = "Show an image.")
final class ImageShow extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    ImageShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image found = ImageOutcome.find(daemon, image);
        show(new ImageList(List.of(found), null), ImageViews.one(found));
        return ExitCode.OK;
    }
}
