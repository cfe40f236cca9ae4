package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done.
 *
 * @param time when it began
 * @param occurrences in their order
 * @param next when something is due again; null if nothing ever is
 */
public record RunReport(
        Instant time,
        List<Occurrence> occurrences,
        @Nullable Instant next) {

    public RunReport {
        occurrences = List.copyOf(occurrences);
    }
}
