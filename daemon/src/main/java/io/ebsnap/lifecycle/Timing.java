package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.Optional;

/** When something is to be done, again and again. Immutable. */
public sealed interface Timing permits Interval, Cron {

    /** The first time after an instant; empty if there is none any more. */
    Optional<Instant> next(Instant after);

    /** The last time up to an instant and including it; empty if there was none yet. */
    Optional<Instant> latest(Instant upTo);

    /** As it stands in a policy. */
    String text();

    /**
     * How many times lie between two instants, neither included.
     *
     * @param limit where counting ends
     */
    default int countBetween(Instant from, Instant until, int limit) {
        int count = 0;
        Optional<Instant> time = next(from);
        while (count < limit && time.isPresent() && time.get().isBefore(until)) {
            count++;
            time = next(time.get());
        }
        return count;
    }
}
