package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.device.BlockSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Holds workers of a copy back while somebody uses what they read, so that a processor is left to him: a user waits as long for a processor as for a
 * disk, and where all of them work without a break a virtual machine's are taken away for milliseconds at a time. Safe for use by several threads.
 */
final class ForegroundGate {

    /** Between two questions whether there are users. */
    private static final long LOOK_NANOS = 50_000_000;

    /** Somebody who was there that short a time ago is expected back. */
    private static final long EXPECTED_NANOS = 500_000_000;

    private final BlockSource source;
    private final int besideUsers;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();

    @GuardedBy("lock")
    private long nextLook;

    @GuardedBy("lock")
    private long closedUntil;

    @GuardedBy("lock")
    private boolean open;

    ForegroundGate(BlockSource source, int besideUsers, LongSupplier nanoClock) {
        this.source = source;
        this.besideUsers = besideUsers;
        this.nanoClock = nanoClock;
        // Who was there before the copy began is not there for that reason alone.
        boolean unusedBefore = source.usedSinceAsked();
        this.closedUntil = nanoClock.getAsLong();
        this.nextLook = closedUntil + LOOK_NANOS;
    }

    /**
     * Waits as long as a worker must stand back.
     *
     * @param worker its number, from 0
     */
    void pass(int worker) {
        if (worker < besideUsers) {
            return;
        }
        lock.lock();
        try {
            for (long left = closedNanos(); left > 0; left = closedNanos()) {
                long unusedLeft = opened.awaitNanos(Math.min(left, LOOK_NANOS));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts a worker; it need not stand back any more, and the next wait of the copy ends it.
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private long closedNanos() {
        long now = nanoClock.getAsLong();
        if (now - nextLook >= 0) {
            nextLook = now + LOOK_NANOS;
            if (source.usedSinceAsked()) {
                closedUntil = now + EXPECTED_NANOS;
            }
        }
        return open ? 0 : closedUntil - now;
    }

    /** Holds nobody back from now on. */
    void open() {
        lock.lock();
        try {
            open = true;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
