package io.ebsnap.aws.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;

/** Bounds how much of answers waits for those who asked to take it: they may be slow, and there may be many of them. Safe for use by several threads. */
final class OutgoingBytes {

    private static final int UNIT_BYTES = 1024;

    private final Semaphore units;
    private final Duration waitMax;

    /**
     * Nothing is on its way yet.
     *
     * @param bytesMax of all answers together
     * @param waitMax how long one waits for room
     */
    OutgoingBytes(int bytesMax, Duration waitMax) {
        this.units = new Semaphore(bytesMax / UNIT_BYTES, true);
        this.waitMax = waitMax;
    }

    /** Whether there is room for an answer, after waiting for it; it is taken then, until {@link #released}. */
    boolean take(int length) {
        try {
            return units.tryAcquire(unitsOf(length), waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A callback that gives back what an answer has taken. */
    Callback released(int length, Callback callback) {
        return Callback.from(callback, () -> units.release(unitsOf(length)));
    }

    private static int unitsOf(int length) {
        return (length + UNIT_BYTES - 1) / UNIT_BYTES;
    }
}
