package io.ebsnap.restore.hydration;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What hydration works with.
 *
 * @param nanoTime elapsed nanoseconds
 * @param pause waits so many nanoseconds, or a little less
 * @param workers of one volume, 1 or more
 * @param standBack is called by each of these threads first: whoever uses the machine comes before them
 * @param runningMax volumes that are filled at a time; the others wait, and get what is asked for
 * @param touches which blocks users of earlier volumes read first
 */
public record HydrationParts(
        LongSupplier nanoTime, Pause pause, int workers, Runnable standBack, int runningMax, FirstTouches touches) {

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Real waiting. */
        Pause PARKING = LockSupport::parkNanos;

        void nanos(long nanos);
    }
}
