package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageRequest.ModifyImageAttribute;
import io.ebsnap.api.ImageRequest.ResetImageAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image unshare}. */
@Command(
        name = "unshare",
        header = "Let other accounts launch an image no more.",
        description = "What they have launched stays theirs.")
final class ImageUnshare extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @Mixin
    SharedWith with = new SharedWith();

    @Option(names = "--all", description = "Whoever it is shared with.")
    boolean all;

    ImageUnshare(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        boolean some = !with.accounts.isEmpty() || with.everybody;
        if (all == some) {
            throw new Refusal(
                    ExitCode.USAGE, "say either --all, or --with and --public", "ebsnap image permissions shows them");
        }
        ImageAttribute now = all
                ? daemon.call(new ResetImageAttribute(image))
                : daemon.call(new ModifyImageAttribute(image, "remove", with.accounts, with.groups(), false, null));
        show(now, ImageViews.permissions(now));
        return ExitCode.OK;
    }
}
