package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImageLaunchList;
import io.ebsnap.api.ImageRequest.DescribeImageLaunches;
import picocli.CommandLine.Command;

/** {@code ebsnap image launches}. */
@Command(name = "launches", header = "List the launches of images.")
final class ImageLaunchListing extends DaemonCommand {

    ImageLaunchListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ImageLaunchList launches = daemon.call(new DescribeImageLaunches());
        show(launches, ImageViews.launches(launches.imageLaunches()));
        return ExitCode.OK;
    }
}
