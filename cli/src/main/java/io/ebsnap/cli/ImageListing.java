package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageList;
import io.ebsnap.api.ImageRequest.DescribeImages;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebsnap image list}. */
@Command(name = "list", header = "List the images.")
final class ImageListing extends DaemonCommand {

    @Mixin
    Options.Filters filters = new Options.Filters();

    @Option(
            names = "--owner",
            paramLabel = "ACCOUNT|self,...",
            split = ",",
            description = "Only those that belong to these accounts, or to one's own.")
    List<String> owners = new ArrayList<>();

    @Option(
            names = "--executable-by",
            paramLabel = "ACCOUNT|self|all,...",
            split = ",",
            description = "Only those that these accounts may launch: their own, shared with them, or public (all).")
    List<String> users = new ArrayList<>();

    @Option(names = "--deprecated", description = "Also those of others that are deprecated.")
    boolean deprecated;

    @Option(names = "--disabled", description = "Also those that are disabled.")
    boolean disabled;

    ImageListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<Image> images = AllPages.of(
                page -> daemon.call(
                        new DescribeImages(List.of(), owners, users, filters.filters, deprecated, disabled, page)),
                ImageList::images,
                ImageList::nextToken);
        show(new ImageList(images, null), ImageViews.list(images));
        return ExitCode.OK;
    }
}
