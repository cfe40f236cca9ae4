package io.ebsnap.cli;

import io.ebsnap.api.ImagePipeline;
import io.ebsnap.api.ImagePipelineExecution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Image pipelines and their executions as people see them. */
final class ImagePipelineViews {

    private static final String NONE = "-";

    private ImagePipelineViews() {}

    static Table pipelines(List<ImagePipeline> pipelines) {
        Table table = Table.of("PIPELINE", "STATE", ">CURRENT", "IMAGE", ">VERSIONS", "NEXT", "SCHEDULE", "NOTE");
        for (ImagePipeline pipeline : pipelines) {
            String trouble = pipeline.statusMessage();
            table.row(
                    pipeline.name(),
                    pipeline.status(),
                    pipeline.currentVersion() == null
                            ? NONE
                            : pipeline.currentVersion().toString(),
                    orDash(pipeline.currentImageId()),
                    String.valueOf(pipeline.versionCount()),
                    Human.time(pipeline.nextTime()),
                    orDash(pipeline.schedule()),
                    trouble == null ? pipeline.description() : trouble);
        }
        return table;
    }

    static Table executions(List<ImagePipelineExecution> executions) {
        Table table =
                Table.of("EXECUTION", "PIPELINE", ">VERSION", "STATE", "STARTED", "ENDED", "IMAGE", "STANDING", "WHY");
        for (ImagePipelineExecution execution : executions) {
            table.row(
                    execution.executionId(),
                    execution.imagePipeline(),
                    String.valueOf(execution.version()),
                    execution.state(),
                    Human.time(execution.startTime()),
                    Human.time(execution.endTime()),
                    orDash(execution.imageId()),
                    standing(execution),
                    firstLine(execution.reason()));
        }
        return table;
    }

    private static String standing(ImagePipelineExecution execution) {
        if (execution.current()) {
            return "current";
        }
        if (execution.imageId() == null || execution.endTime() == null) {
            return NONE;
        }
        if (!execution.imageExists()) {
            return "gone";
        }
        return execution.state().equals("available") ? "kept" : "left";
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    static Table one(ImagePipelineExecution execution) {
        Table table = Table.pairs()
                .row("execution", execution.executionId())
                .row("pipeline", execution.imagePipeline())
                .row("version", String.valueOf(execution.version()))
                .row("state", execution.state());
        if (execution.reason() != null) {
            table.row("why", firstLine(execution.reason()));
        }
        return table.row("image", orDash(execution.imageId()))
                .row("standing", standing(execution))
                .row("parent", orDash(execution.parentImageId()))
                .row("due", Human.time(execution.scheduledTime()))
                .row("started", Human.time(execution.startTime()))
                .row("ended", Human.time(execution.endTime()))
                .row("task", orDash(execution.taskId()));
    }

    private static String orDash(@Nullable String text) {
        return text == null ? NONE : text;
    }
}
