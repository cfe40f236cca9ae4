package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageRequest.ModifyImageAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image share}. */
@Command(
        name = "share",
        header = "Let other accounts launch an image.",
        description = "They launch it with its snapshots, which need not be shared themselves.")
final class ImageShare extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @Mixin
    SharedWith with = new SharedWith();

    @Option(
            names = "--grant",
            description = "Also give those accounts a grant to decrypt under the keys of its snapshots that have none.")
    boolean grant;

    ImageShare(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ImageAttribute now =
                daemon.call(new ModifyImageAttribute(image, "add", with.accounts, with.groups(), grant, null));
        show(now, ImageViews.permissions(now));
        return ExitCode.OK;
    }
}
