package io.ebsnap.pipeline;

import io.ebsnap.task.TaskResult;

/**
 * What came of an execution.
 *
 * @param executionId of it
 * @param imageId the new image
 * @param version of it
 * @param elapsedMillis how long it took
 */
public record BuildResult(String executionId, String imageId, int version, long elapsedMillis) implements TaskResult {}
