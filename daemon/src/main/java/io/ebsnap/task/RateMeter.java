package io.ebsnap.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rate of something that is counted elsewhere, smoothed over the last seconds. It costs nothing while nobody looks: each look takes
 * one sample. Safe for use by several threads.
 */
public final class RateMeter {

    private static final double SMOOTHING_SECONDS = 5;
    private static final long SAMPLE_NANOS_MIN = 100_000_000;

    private final LongSupplier nanoClock;
    private final long startedNanos;

    @GuardedBy("this")
    private long sampledNanos;

    @GuardedBy("this")
    private long sampledCount;

    @GuardedBy("this")
    private double perSecond;

    /** A meter of a count that is zero now. */
    public RateMeter(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startedNanos = nanoClock.getAsLong();
        this.sampledNanos = startedNanos;
    }

    /**
     * Units per second.
     *
     * @param count as it is now
     */
    public synchronized double perSecond(long count) {
        long now = nanoClock.getAsLong();
        long passed = now - sampledNanos;
        if (passed >= SAMPLE_NANOS_MIN) {
            double seconds = passed / 1e9;
            double since = (count - sampledCount) / seconds;
            boolean first = sampledNanos == startedNanos;
            double weight = first ? 1 : 1 - Math.exp(-seconds / SMOOTHING_SECONDS);
            perSecond += weight * (since - perSecond);
            sampledNanos = now;
            sampledCount = count;
        }
        return perSecond;
    }

    /** Time since the meter was made. */
    public Duration elapsed() {
        return Duration.ofNanos(nanoClock.getAsLong() - startedNanos);
    }

    /** How long the rest takes at a rate; null if that cannot be told. */
    public static @Nullable Duration remaining(long left, double perSecond) {
        if (left <= 0) {
            return Duration.ZERO;
        }
        return perSecond < 1e-9 ? null : Duration.ofMillis((long) Math.min(1e15, 1e3 * left / perSecond));
    }
}
