package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Bytes a second, at most: in any time of {@code t} seconds no more begin than the rate times {@code t + 1}, and one take. What was not used is saved
 * up for a second, and nothing is saved in the beginning. Safe for use by several threads.
 */
final class RateLimit {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    @GuardedBy("this")
    private long bytesPerSecondMax;

    /** When the bytes that were allowed so far are through. */
    @GuardedBy("this")
    private long throughNanos;

    /**
     * A limit.
     *
     * @param bytesPerSecondMax 0 is none
     * @param nowNanos of any clock that goes on evenly
     */
    RateLimit(long bytesPerSecondMax, long nowNanos) {
        this.bytesPerSecondMax = bytesPerSecondMax;
        this.throughNanos = nowNanos;
    }

    /** Changes it; debts and savings are forgotten. */
    synchronized void change(long newBytesPerSecondMax, long nowNanos) {
        bytesPerSecondMax = newBytesPerSecondMax;
        throughNanos = nowNanos;
    }

    /** Takes so many bytes; answers how long to wait first: nanoseconds. */
    synchronized long take(int bytes, long nowNanos) {
        if (bytesPerSecondMax == 0) {
            throughNanos = nowNanos;
            return 0;
        }
        // Such clocks may pass through zero and overflow: only differences mean something.
        long ahead = Math.max(throughNanos - nowNanos, -NANOS_PER_SECOND);
        throughNanos = nowNanos + ahead + Math.ceilDiv(bytes * NANOS_PER_SECOND, bytesPerSecondMax);
        return Math.max(0, ahead);
    }
}
