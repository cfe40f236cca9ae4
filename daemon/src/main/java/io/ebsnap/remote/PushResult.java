package io.ebsnap.remote;

import io.ebsnap.task.TaskResult;

/**
 * What came of a copy to a remote.
 *
 * @param bytesTotal size of the volume
 * @param elapsedMillis since the task began
 */
public record PushResult(long bytesTotal, long elapsedMillis) implements TaskResult {}
