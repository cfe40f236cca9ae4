package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * When snapshots are taken.
 *
 * @param cronExpression absent if it is an interval
 * @param interval of units; absent if it is a cron expression
 * @param intervalUnit {@code MINUTES} to {@code YEARS}; absent if it is a cron expression
 * @param description all of it, in words
 */
public record LifecycleCreateRule(
        @Nullable String cronExpression,
        @Nullable Integer interval,
        @Nullable String intervalUnit,
        String description) {}
