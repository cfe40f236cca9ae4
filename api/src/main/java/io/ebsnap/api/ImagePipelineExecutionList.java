package io.ebsnap.api;

import java.util.List;

/** Executions of image pipelines, by pipeline, the newest first. */
public record ImagePipelineExecutionList(List<ImagePipelineExecution> imagePipelineExecutions) {}
