package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An execution of an image pipeline.
 *
 * @param executionId {@code execution-...}
 * @param imagePipeline its name
 * @param version of the image that it makes
 * @param state {@code pending}, {@code building}, {@code testing}, {@code available}, {@code failed} or {@code cancelled}
 * @param reason why, when it failed or was cancelled; absent otherwise
 * @param current whether its version is the current one
 * @param imageId the new image; absent until it is made
 * @param imageExists whether that is there
 * @param parentImageId what it builds upon; absent until that is chosen
 * @param scheduledTime for when it was due; absent if somebody ordered it
 * @param startTime when it began
 * @param endTime when it ended; absent until then
 * @param taskId while it runs; absent otherwise
 * @param output the end of what its hooks have printed; left out where several are described
 */
public record ImagePipelineExecution(
        String executionId,
        String imagePipeline,
        int version,
        String state,
        @Nullable String reason,
        boolean current,
        @Nullable String imageId,
        boolean imageExists,
        @Nullable String parentImageId,
        @Nullable Instant scheduledTime,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable String taskId,
        @Nullable String output) {}
