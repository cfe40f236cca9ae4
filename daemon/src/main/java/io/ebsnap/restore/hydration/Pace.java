package io.ebsnap.restore.hydration;

import io.ebsnap.volume.HydrationSettings;
import java.util.function.BooleanSupplier;

/** When the next block may be filled: not while that is paused, after users, at no higher rate than set, and never after the end. Safe for use by several threads. */
final class Pace {

    private static final long POLL_NANOS = 50_000_000L;
    private static final long YIELD_NANOS = 1_000_000L;

    /** How long users go first at most: also a volume that is always in use is filled in the end. */
    private static final int YIELDS_MAX = 50;

    private final HydrationParts parts;
    private final Runnable whilePaused;
    private final RateLimit rate;
    private volatile HydrationSettings settings;
    private volatile boolean ended;

    /** @param whilePaused is done again and again while it is paused, by who waits */
    Pace(HydrationParts parts, HydrationSettings settings, Runnable whilePaused) {
        this.parts = parts;
        this.settings = settings;
        this.whilePaused = whilePaused;
        this.rate = new RateLimit(settings.bytesPerSecondMax(), parts.nanoTime().getAsLong());
    }

    synchronized void adjust(HydrationSettings next) {
        if (next.bytesPerSecondMax() != settings.bytesPerSecondMax()) {
            rate.change(next.bytesPerSecondMax(), now());
        }
        settings = next;
    }

    /** Ends all waiting, soon. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isPaused() {
        return settings.paused();
    }

    /**
     * Waits until so many bytes may be fetched. Who waits when the rate is changed waits no longer.
     *
     * @param inDemand whether users wait for something
     * @return false if it has ended
     */
    boolean awaitTurn(int bytes, BooleanSupplier inDemand) {
        for (int i = 0; i < YIELDS_MAX && inDemand.getAsBoolean() && !ended; i++) {
            parts.pause().nanos(YIELD_NANOS);
        }
        HydrationSettings seen = settings;
        waitFor(rate.take(bytes, now()), () -> !settings.equals(seen));
        return awaitResumed();
    }

    /** Waits while it is paused; returns false if it has ended. */
    boolean awaitResumed() {
        while (settings.paused() && !ended) {
            whilePaused.run();
            parts.pause().nanos(POLL_NANOS);
        }
        return !ended;
    }

    /** Waits until something becomes true; returns whether it did before the end. */
    boolean await(BooleanSupplier condition) {
        while (!ended) {
            if (condition.getAsBoolean()) {
                return true;
            }
            parts.pause().nanos(POLL_NANOS);
        }
        return false;
    }

    /** Waits so long, or until it has ended. */
    void waitFor(long nanos) {
        waitFor(nanos, () -> false);
    }

    private void waitFor(long nanos, BooleanSupplier enough) {
        long end = now() + nanos;
        for (long left = nanos; left > 0 && !ended && !enough.getAsBoolean(); left = end - now()) {
            parts.pause().nanos(Math.min(left, POLL_NANOS));
        }
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }
}
