package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.identity.ImageId;
import io.ebsnap.lifecycle.Timing;
import io.ebsnap.pipeline.KnownPipelines.Known;
import io.ebsnap.task.TaskId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Says how pipelines and executions are.
 *
 * @param versions of pipelines
 * @param running the tasks of executions, by their ids
 */
record PipelineViews(Versions versions, Map<String, TaskId> running) {

    PipelineView of(Known known, Instant now) {
        Optional<Pipeline> pipeline = known.pipeline();
        Optional<Versions.Version> current = versions.current(known.name());
        return new PipelineView(
                known.name(),
                known.file(),
                pipeline.map(Pipeline::description).orElse(""),
                pipeline.map(one -> one.enabled() ? "ENABLED" : "DISABLED").orElse("ERROR"),
                known.trouble(),
                pipeline.flatMap(Pipeline::timing).map(Timing::text).orElse(""),
                pipeline.flatMap(one -> PipelineSchedule.next(one, now)),
                current.map(version -> version.execution().version()).orElse(0),
                current.map(version -> version.image().imageId()).orElse(""),
                versions.of(known.name()).size());
    }

    ExecutionView of(ImageExecutionRecord execution) {
        String image = execution.imageId();
        boolean exists =
                image != null && versions.images().find(new ImageId(image)).isPresent();
        boolean current = versions.current(execution.pipeline())
                .filter(version -> version.execution().executionId().equals(execution.executionId()))
                .isPresent();
        return new ExecutionView(
                execution,
                current,
                exists,
                Optional.ofNullable(running.get(execution.executionId())).map(TaskId::value));
    }

    /** Which version goes on to be used. */
    String standing(String pipeline) {
        return versions.current(pipeline)
                .map(version -> "version " + version.execution().version() + ", "
                        + version.image().imageId() + ", stays current")
                .orElse("there is no version");
    }
}
