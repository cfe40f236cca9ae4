package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of a policy.
 *
 * @param scheduleId stays when it is renamed
 * @param name for people
 * @param copyTags whether snapshots get the tags of their volumes
 * @param tagsToAdd that they get; values may have variables
 * @param createRule when it takes snapshots
 * @param retainRule which it keeps
 * @param rules what is done with them, in words
 * @param lastTime for when it was last done; absent if it never was
 * @param nextTime when it is next; absent if it never is
 */
public record LifecycleSchedule(
        String scheduleId,
        String name,
        boolean copyTags,
        List<Tag> tagsToAdd,
        LifecycleCreateRule createRule,
        LifecycleRetainRule retainRule,
        List<String> rules,
        @Nullable Instant lastTime,
        @Nullable Instant nextTime) {}
