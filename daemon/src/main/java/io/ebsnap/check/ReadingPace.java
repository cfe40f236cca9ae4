package io.ebsnap.check;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Keeps reading from being faster than it may be. For use by one thread. */
final class ReadingPace {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Between two looks whether it is to end. */
    private static final long WAIT_NANOS = 100_000_000;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Runnable checkpoint;
    private final long beganNanos;
    private double owedNanos;

    /** @param checkpoint called again and again while it waits */
    ReadingPace(long bytesPerSecond, LongSupplier nanoTime, Runnable checkpoint) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.checkpoint = checkpoint;
        this.beganNanos = nanoTime.getAsLong();
    }

    /** So much was read: waits until that was in time. */
    void read(long bytes) {
        owedNanos += (double) bytes / bytesPerSecond * NANOS_PER_SECOND;
        while (nanoTime.getAsLong() - beganNanos < owedNanos) {
            checkpoint.run();
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }
}
