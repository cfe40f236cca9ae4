package io.ebsnap.format;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a KMS key gets new material by itself.
 *
 * @param enabled whether it does
 * @param periodInDays how long a version is current, {@link #DAYS_MIN} to {@link #DAYS_MAX}
 * @param nextDate when; null unless it is enabled
 */
public record KeyRotation(
        boolean enabled, int periodInDays, @Nullable Instant nextDate) {

    /** The shortest period. */
    public static final int DAYS_MIN = 90;

    /** The longest period. */
    public static final int DAYS_MAX = 2560;

    /** The period when nothing else is said. */
    public static final int DAYS_DEFAULT = 365;

    /** A key keeps its material until somebody asks for other. */
    public static final KeyRotation OFF = new KeyRotation(false, DAYS_DEFAULT, null);

    public KeyRotation {
        if (periodInDays < DAYS_MIN || periodInDays > DAYS_MAX || enabled != (nextDate != null)) {
            throw new IllegalArgumentException("rotation every " + periodInDays + " days, enabled " + enabled);
        }
    }

    /** The same, counted from {@code now}. */
    public KeyRotation from(Instant now) {
        return new KeyRotation(true, periodInDays, now.plus(periodInDays, ChronoUnit.DAYS));
    }
}
