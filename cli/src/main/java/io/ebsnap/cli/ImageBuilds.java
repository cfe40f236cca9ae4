package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ImagePipelineExecution;
import io.ebsnap.api.ImagePipelineExecutionList;
import io.ebsnap.api.ImagePipelineRequest.ListImagePipelineExecutions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap image builds}. */
@Command(
        name = "builds",
        header = "List versions of images that were built, and what came of each.",
        description = "Of one execution it also shows what its hooks have printed.")
final class ImageBuilds extends DaemonCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PIPELINE",
            description = "Name of an image pipeline, or id of an execution. Without it, all.")
    @Nullable
    String pipeline;

    ImageBuilds(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        ImagePipelineExecutionList found = daemon.call(new ListImagePipelineExecutions(pipeline));
        List<ImagePipelineExecution> all = found.imagePipelineExecutions();
        if (all.size() == 1 && all.getFirst().executionId().equals(pipeline)) {
            show(all.getFirst(), ImagePipelineViews.one(all.getFirst()));
            print(all.getFirst().output());
        } else {
            show(found, ImagePipelineViews.executions(all));
        }
        return ExitCode.OK;
    }

    private void print(@Nullable String output) {
        if (output != null && !output.isEmpty() && !session().isJson()) {
            output.lines().forEach(line -> renderer().line("| " + line));
        }
    }
}
