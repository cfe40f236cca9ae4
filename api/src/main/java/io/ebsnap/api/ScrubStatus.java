package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the store was verified of late.
 *
 * @param periodDays within which everything is verified once; 0 if nothing is unless it is asked for
 * @param verifiedDays the same, or 30 if that is 0
 * @param storedBytes of all packs
 * @param verifiedBytes of those that were read and proven within {@code verifiedDays}
 * @param verifiedPercent the same in percent of all, rounded down to a tenth; 100 of an empty store
 * @param neverBytes of packs that were not verified since they were written
 * @param oldestTime when what was verified longest ago was; absent if nothing was
 * @param running whether a part is being verified
 * @param nextTime when the next part is due; absent if none is
 */
public record ScrubStatus(
        long periodDays,
        long verifiedDays,
        long storedBytes,
        long verifiedBytes,
        double verifiedPercent,
        long neverBytes,
        @Nullable Instant oldestTime,
        boolean running,
        @Nullable Instant nextTime) {}
