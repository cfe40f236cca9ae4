package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageRequest.CopyImage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image copy}. */
@Command(
        name = "copy",
        header = "Copy an image with its snapshots.",
        description = "Under the snapshots' own keys the copy shares everything with it.")
final class ImageCopy extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Id of the image.")
    String image = "";

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description = "Name of the copy: unique in the account, 3 to 128 characters.")
    String name = "";

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(names = "--copy-tags", description = "Give the copy the image's tags too, but for those that --tag gives.")
    boolean copyTags;

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = "Key that the copies of its snapshots are sealed under. Without it, those of the snapshots.")
    @Nullable
    String key;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    ImageCopy(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Image begun = daemon.call(new CopyImage(image, name, description, tags.tags, null, copyTags, key));
        return new ImageOutcome(this).of(daemon, begun, waiting);
    }
}
