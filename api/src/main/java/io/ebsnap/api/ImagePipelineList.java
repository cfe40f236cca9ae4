package io.ebsnap.api;

import java.util.List;

/** Image pipelines, by name. */
public record ImagePipelineList(List<ImagePipeline> imagePipelines) {}
