package io.ebsnap.kms;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the time of day can be trusted for what cannot be undone: it must have gone on as elapsed time did for an hour. A clock that was
 * set, by whomever, or that is wrong when the machine starts and is set right a little later, is waited for. Safe for use by several threads.
 */
final class ClockWatch {

    /** How long the clock must have been steady. */
    static final Duration STEADY_MIN = Duration.ofHours(1);

    /** How far the clock may go another way than elapsed time between two looks. */
    static final Duration DEVIATION_MAX = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    private final InstantSource clock;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private @Nullable Instant seen;

    @GuardedBy("this")
    private long seenNanos;

    @GuardedBy("this")
    private long steadySinceNanos;

    ClockWatch(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Looks at the clock; to be called at least every minute. */
    synchronized boolean isTrusted() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        Instant before = seen;
        if (before == null) {
            steadySinceNanos = nanos;
        } else {
            Duration deviation = Duration.between(before, now).minusNanos(nanos - seenNanos);
            if (deviation.abs().compareTo(DEVIATION_MAX) > 0) {
                LOG.warn("clock={} jumped={} no KMS key is deleted for {}", now, deviation, STEADY_MIN);
                steadySinceNanos = nanos;
            }
        }
        seen = now;
        seenNanos = nanos;
        return nanos - steadySinceNanos >= STEADY_MIN.toNanos();
    }
}
