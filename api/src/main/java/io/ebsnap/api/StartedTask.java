package io.ebsnap.api;

/**
 * Long work has begun.
 *
 * @param taskId to watch it by, {@code task-...}
 */
public record StartedTask(String taskId) {}
