package io.ebsnap.check;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the store was verified of late.
 *
 * @param period within which everything is to be verified once; zero if nothing is verified unless asked for
 * @param storedBytes of all packs
 * @param verifiedBytes of those that were read and proven within {@link #verifiedWithin}
 * @param oldest when that was longest ago of what was ever read; null if nothing was
 * @param neverBytes of packs that were never read since they were written
 * @param running whether a part is being verified
 * @param next when the next part is due; null if none is
 */
public record ScrubStatus(
        Duration period,
        long storedBytes,
        long verifiedBytes,
        @Nullable Instant oldest,
        long neverBytes,
        boolean running,
        @Nullable Instant next) {

    private static final Duration SHOWN = Duration.ofDays(30);

    /** The time that counts: the period, or 30 days if that is zero. */
    public Duration verifiedWithin() {
        return verifiedWithin(period);
    }

    static Duration verifiedWithin(Duration period) {
        return period.isZero() ? SHOWN : period;
    }
}
