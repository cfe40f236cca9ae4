package io.ebsnap.account;

import io.ebsnap.pipeline.ExecutionView;
import io.ebsnap.pipeline.ImagePipelines;
import io.ebsnap.pipeline.PipelineView;
import io.ebsnap.task.TaskView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Hooks of image pipelines run as root: for an account there are none. */
public record AccountPipelines() implements ImagePipelines {

    @Override
    public List<PipelineView> list() {
        throw Administrator.alone("seeing image pipelines");
    }

    @Override
    public List<ExecutionView> executions(String word) {
        throw Administrator.alone("seeing executions of image pipelines");
    }

    @Override
    public TaskView start(String pipeline) {
        throw Administrator.alone("building images");
    }

    @Override
    public List<Start> startDue(Collection<String> names) {
        return List.of();
    }

    @Override
    public Optional<Instant> next(Collection<String> names) {
        return Optional.empty();
    }

    @Override
    public boolean knows(String name) {
        return false;
    }

    @Override
    public List<String> troubles() {
        return List.of();
    }
}
