package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/** About image pipelines, which build new versions of images. Names are EC2 Image Builder's. */
public sealed interface ImagePipelineRequest<A extends Record> extends Request<A> {

    /**
     * Begins an execution of a pipeline.
     *
     * @param imagePipeline its name
     */
    record StartImagePipelineExecution(String imagePipeline) implements ImagePipelineRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /** Lists pipelines. */
    record ListImagePipelines() implements ImagePipelineRequest<ImagePipelineList> {
        @Override
        public Class<ImagePipelineList> answerType() {
            return ImagePipelineList.class;
        }
    }

    /**
     * Lists executions, by pipeline, the newest first.
     *
     * @param imagePipeline of which pipeline, or the id of one execution; absent for all
     */
    record ListImagePipelineExecutions(@Nullable String imagePipeline)
            implements ImagePipelineRequest<ImagePipelineExecutionList> {
        @Override
        public Class<ImagePipelineExecutionList> answerType() {
            return ImagePipelineExecutionList.class;
        }
    }
}
