package io.ebsnap.restore.hydration;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** Bytes a second, at most. What was not used cannot be saved up for more than a second. Safe for use by several threads. */
final class RateLimit {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    @GuardedBy("this")
    private long bytesPerSecondMax;

    /** When the bytes that were allowed so far are through. */
    @GuardedBy("this")
    private long throughNanos;

    /** A limit; 0 is none. */
    RateLimit(long bytesPerSecondMax) {
        this.bytesPerSecondMax = bytesPerSecondMax;
    }

    synchronized void change(long newBytesPerSecondMax) {
        bytesPerSecondMax = newBytesPerSecondMax;
    }

    /** Takes so many bytes; answers how long to wait first: nanoseconds. */
    synchronized long take(int bytes, long nowNanos) {
        if (bytesPerSecondMax == 0) {
            throughNanos = nowNanos;
            return 0;
        }
        long begin = Math.max(throughNanos, nowNanos - NANOS_PER_SECOND);
        throughNanos = begin + Math.round((double) bytes * NANOS_PER_SECOND / bytesPerSecondMax);
        return Math.max(0, begin - nowNanos);
    }
}
