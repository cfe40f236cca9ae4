package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Brings what several workers finish in any order back into the order of the volume, with bounded room: whoever is too far ahead
 * waits. The workers append themselves, one at a time: whoever finds the next item ready takes it. Safe for use by several threads.
 */
final class CopyWindow {

    private final int size;

    @GuardedBy("this")
    private final @Nullable CopyItem[] ring;

    @GuardedBy("this")
    private long reserved;

    @GuardedBy("this")
    private long appended;

    @GuardedBy("this")
    private boolean appending;

    @GuardedBy("this")
    private boolean stopped;

    /** A window of so many items, at least one. */
    CopyWindow(int items) {
        this.size = items;
        this.ring = new @Nullable CopyItem[items];
    }

    /** Waits for room and reserves the next place; -1 when the copy was stopped. */
    synchronized long reserve() {
        try {
            while (!stopped && reserved - appended >= size) {
                wait();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts a worker to stop a copy; if somebody does, ending it is the only safe answer.
            Thread.currentThread().interrupt();
            stop();
        }
        return stopped ? -1 : reserved++;
    }

    /** Puts an item into its reserved place. */
    synchronized void publish(long sequence, CopyItem item) {
        ring[slot(sequence)] = item;
    }

    /** The next item in order if it is there and nobody else is appending: {@link #appended()} must follow. */
    synchronized @Nullable CopyItem take() {
        if (stopped || appending) {
            return null;
        }
        CopyItem item = ring[slot(appended)];
        if (item != null) {
            appending = true;
            ring[slot(appended)] = null;
        }
        return item;
    }

    /** The item that was taken is dealt with. */
    synchronized void appended() {
        appending = false;
        appended++;
        notifyAll();
    }

    /** Ends all waiting; nothing more is given out. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Gives up what was never taken. To be called when no worker is left. */
    synchronized void discard() {
        for (int i = 0; i < size; i++) {
            if (ring[i] instanceof CopyItem.Content content) {
                content.chunk().close();
            }
            ring[i] = null;
        }
    }

    private int slot(long sequence) {
        return (int) (sequence % size);
    }
}
