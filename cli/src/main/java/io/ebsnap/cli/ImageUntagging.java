package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.UntagImage;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image untag}. */
@Command(name = "untag", header = "Take tags from an image.")
final class ImageUntagging extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @Parameters(index = "1..*", paramLabel = "K", arity = "1..*", description = "Key of a tag.")
    List<String> tagKeys = new ArrayList<>();

    ImageUntagging(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image now = daemon.call(new UntagImage(image, tagKeys));
        show(now, ImageViews.one(now));
        return ExitCode.OK;
    }
}
