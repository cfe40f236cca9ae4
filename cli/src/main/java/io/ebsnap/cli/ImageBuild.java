package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImagePipelineExecution;
import io.ebsnap.api.ImagePipelineRequest.ListImagePipelineExecutions;
import io.ebsnap.api.ImagePipelineRequest.StartImagePipelineExecution;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskState;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image build}. */
@Command(
        name = "build",
        header = "Build and test a new version of an image.",
        description = {
            "A clone of the parent is changed by the pipeline's build hook, an image taken of it, and a clone of that tested.",
            "If the test fails, the new image is removed, and the version before stays current."
        })
final class ImageBuild extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name of the image pipeline.")
    String pipeline = "";

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    ImageBuild(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        TaskStarter starter = new TaskStarter(session(), daemon);
        StartImagePipelineExecution request = new StartImagePipelineExecution(pipeline);
        if (waiting.noWait) {
            return starter.start(request, waiting);
        }
        Task task = starter.await(request);
        return task.state() == TaskState.COMPLETED ? show(daemon) : new TaskOutcome(session()).show(task);
    }

    private int show(ApiClient daemon) {
        List<ImagePipelineExecution> all =
                daemon.call(new ListImagePipelineExecutions(pipeline)).imagePipelineExecutions();
        ImagePipelineExecution built =
                all.stream().filter(ImagePipelineExecution::current).findFirst().orElse(all.getFirst());
        show(built, ImagePipelineViews.one(built));
        return ExitCode.OK;
    }
}
