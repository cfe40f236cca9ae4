package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * How far a task is.
 *
 * @param phase a word for people
 * @param unit {@code bytes}, or what else is counted, in the plural
 * @param total of the phase; 0 if that is not known
 * @param done of the phase
 * @param ratePerSecond of the latest seconds
 * @param etaSeconds until it is done; absent if that cannot be told
 */
public record TaskProgress(
        String phase,
        String unit,
        long total,
        long done,
        long ratePerSecond,
        @Nullable Long etaSeconds) {}
