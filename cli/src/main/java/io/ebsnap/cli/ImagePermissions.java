package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageRequest.DescribeImageAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image permissions}. */
@Command(name = "permissions", header = "Show who may launch an image.")
final class ImagePermissions extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    ImagePermissions(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ImageAttribute now = daemon.call(new DescribeImageAttribute(image));
        show(now, ImageViews.permissions(now));
        return ExitCode.OK;
    }
}
