package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * The requests of a connection that were handed to workers: a bounded number, of which those that have not begun can be dropped and those
 * that have can be waited for. Safe for use by several threads.
 */
final class InFlight {

    private final int max;

    @GuardedBy("this")
    private int admitted;

    @GuardedBy("this")
    private int running;

    @GuardedBy("this")
    private boolean dropping;

    InFlight(int max) {
        this.max = max;
    }

    /** Counts one more if there is room. */
    synchronized boolean tryAdmit() {
        if (admitted >= max || dropping) {
            return false;
        }
        admitted++;
        return true;
    }

    /**
     * Waits for room.
     *
     * @return false if all is being dropped
     */
    synchronized boolean admit() throws InterruptedException {
        while (!dropping && admitted >= max) {
            wait();
        }
        return tryAdmit();
    }

    /**
     * Begins with an admitted one.
     *
     * @return false if it is to be dropped; then {@link #answered} follows at once
     */
    synchronized boolean begin() {
        if (dropping) {
            return false;
        }
        running++;
        return true;
    }

    /** One that had begun needs the data plane no more, and its reply is on its way. */
    synchronized void worked() {
        running--;
        notifyAll();
    }

    /** One is over: its answer was sent, or nobody waits for it. */
    synchronized void answered() {
        admitted--;
        notifyAll();
    }

    /** From now on nothing begins. */
    synchronized void drop() {
        dropping = true;
        notifyAll();
    }

    /** Whether all have been answered. */
    synchronized boolean isEmpty() {
        return admitted == 0;
    }

    /** Waits until all have been answered, or are being dropped. */
    synchronized void awaitAnswered() throws InterruptedException {
        while (admitted > 0 && !dropping) {
            wait();
        }
    }

    /** Waits until none is with the data plane, however long that takes; does not heed interrupts. */
    synchronized void awaitWorked() {
        boolean interrupted = false;
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
