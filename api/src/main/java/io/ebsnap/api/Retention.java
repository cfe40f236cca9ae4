package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What would become of something if it were deleted now.
 *
 * @param resourceId of it
 * @param rule that would keep it; absent if none would
 * @param recycleBinExitTime until when; absent if none would
 */
public record Retention(
        String resourceId,
        @Nullable RetentionRule rule,
        @Nullable Instant recycleBinExitTime) {}
