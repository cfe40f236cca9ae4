package io.ebsnap.control;

import io.ebsnap.api.ImagePipeline;
import io.ebsnap.api.ImagePipelineExecution;
import io.ebsnap.api.ImagePipelineExecutionList;
import io.ebsnap.api.ImagePipelineList;
import io.ebsnap.api.ImagePipelineRequest;
import io.ebsnap.api.ImagePipelineRequest.ListImagePipelineExecutions;
import io.ebsnap.api.ImagePipelineRequest.ListImagePipelines;
import io.ebsnap.api.ImagePipelineRequest.StartImagePipelineExecution;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.pipeline.ExecutionView;
import io.ebsnap.pipeline.ImagePipelines;
import io.ebsnap.pipeline.PipelineView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions about image pipelines. */
final class ImagePipelineActions {

    private final ImagePipelines pipelines;

    ImagePipelineActions(ImagePipelines pipelines) {
        this.pipelines = pipelines;
    }

    Record handle(ImagePipelineRequest<?> request) {
        return switch (request) {
            case StartImagePipelineExecution start -> TaskShapes.started(pipelines.start(start.imagePipeline()));
            case ListImagePipelines _ ->
                new ImagePipelineList(pipelines.list().stream()
                        .map(ImagePipelineActions::shape)
                        .toList());
            case ListImagePipelineExecutions list -> executions(list.imagePipeline());
        };
    }

    private ImagePipelineExecutionList executions(@Nullable String word) {
        List<ExecutionView> found = pipelines.executions(word == null ? "" : word);
        boolean one =
                found.size() == 1 && found.getFirst().record().executionId().equals(word);
        return new ImagePipelineExecutionList(
                found.stream().map(execution -> shape(execution, one)).toList());
    }

    private static ImagePipeline shape(PipelineView pipeline) {
        return new ImagePipeline(
                pipeline.name(),
                pipeline.file(),
                pipeline.description(),
                pipeline.state(),
                orNull(pipeline.trouble()),
                orNull(pipeline.schedule()),
                pipeline.next().orElse(null),
                pipeline.currentVersion() == 0 ? null : pipeline.currentVersion(),
                orNull(pipeline.currentImage()),
                pipeline.versions());
    }

    private static ImagePipelineExecution shape(ExecutionView execution, boolean whole) {
        ImageExecutionRecord record = execution.record();
        return new ImagePipelineExecution(
                record.executionId(),
                record.pipeline(),
                record.version(),
                record.state().word(),
                orNull(record.reason()),
                execution.current(),
                record.imageId(),
                execution.imageExists(),
                record.parentImageId(),
                record.scheduledTime(),
                record.startTime(),
                record.endTime(),
                execution.task().orElse(null),
                whole ? record.output() : null);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
