package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of policies has done.
 *
 * @param time when it began
 * @param occurrences in their order
 * @param nextTime when something is due again; absent if nothing ever is
 */
public record LifecycleReport(
        Instant time,
        List<LifecycleOccurrence> occurrences,
        @Nullable Instant nextTime) {}
