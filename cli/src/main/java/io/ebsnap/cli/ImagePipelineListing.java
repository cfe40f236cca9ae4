package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImagePipelineList;
import io.ebsnap.api.ImagePipelineRequest.ListImagePipelines;
import picocli.CommandLine.Command;

/** {@code ebsnap image pipelines}. */
@Command(
        name = "pipelines",
        header = "List image pipelines, and when they are due.",
        description = "One that cannot be read says why: nothing of it is done.")
final class ImagePipelineListing extends DaemonCommand {

    ImagePipelineListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ImagePipelineList found = daemon.call(new ListImagePipelines());
        show(found, ImagePipelineViews.pipelines(found.imagePipelines()));
        return ExitCode.OK;
    }
}
