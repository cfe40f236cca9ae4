package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Long work of the daemon.
 *
 * @param taskId {@code task-...}
 * @param action what started it, such as {@code RestoreSnapshot}
 * @param resources what it works on: ids and paths
 * @param state running, completed, failed or cancelled
 * @param startTime when it began
 * @param endTime when it ended
 * @param progress how far it is
 * @param result what came of it, once it is completed
 * @param error why it failed
 */
public record Task(
        String taskId,
        String action,
        List<String> resources,
        TaskState state,
        Instant startTime,
        @Nullable Instant endTime,
        @Inlined TaskProgress progress,
        @Nullable TaskResult result,
        @Nullable ApiError error) {}
