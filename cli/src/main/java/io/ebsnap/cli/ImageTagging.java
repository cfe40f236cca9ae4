package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.TagImage;
import io.ebsnap.api.Tag;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image tag}. */
@Command(
        name = "tag",
        header = "Add tags to an image.",
        description = "A tag takes the place of one with the same key.")
final class ImageTagging extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @Parameters(
            index = "1..*",
            paramLabel = "K=V",
            arity = "1..*",
            converter = Options.TagConverter.class,
            description = "A tag, key=value.")
    List<Tag> tags = new ArrayList<>();

    ImageTagging(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image now = daemon.call(new TagImage(image, tags));
        show(now, ImageViews.one(now));
        return ExitCode.OK;
    }
}
