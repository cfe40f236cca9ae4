package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * Which snapshots are kept.
 *
 * @param count of the newest; absent if they are kept by something else
 * @param interval age in units; absent if they are kept by something else
 * @param intervalUnit {@code MINUTES} to {@code YEARS}; absent if they are kept by something else
 * @param description all of it, in words
 */
public record LifecycleRetainRule(
        @Nullable Integer count,
        @Nullable Integer interval,
        @Nullable String intervalUnit,
        String description) {}
