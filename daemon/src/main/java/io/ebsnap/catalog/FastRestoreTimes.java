package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When fast restore of a snapshot came to each of its states, the last time; null of one that it has not come to since it was ordered.
 *
 * @param enabling when it was ordered
 * @param optimizing when its image was begun
 * @param enabled when that was there
 * @param disabling when it was given up
 * @param disabled when everything was removed
 */
public record FastRestoreTimes(
        Instant enabling,
        @Nullable Instant optimizing,
        @Nullable Instant enabled,
        @Nullable Instant disabling,
        @Nullable Instant disabled) {

    /** Of one that is ordered now. */
    public static FastRestoreTimes ordered(Instant now) {
        return new FastRestoreTimes(now, null, null, null, null);
    }

    /** The same, in another state since {@code now}. */
    public FastRestoreTimes with(FastRestoreState state, Instant now) {
        return switch (state) {
            case ENABLING -> ordered(now);
            case OPTIMIZING -> new FastRestoreTimes(enabling, now, enabled, disabling, disabled);
            case ENABLED -> new FastRestoreTimes(enabling, optimizing, now, disabling, disabled);
            case DISABLING -> new FastRestoreTimes(enabling, optimizing, enabled, now, disabled);
            case DISABLED -> new FastRestoreTimes(enabling, optimizing, enabled, disabling, now);
        };
    }
}
