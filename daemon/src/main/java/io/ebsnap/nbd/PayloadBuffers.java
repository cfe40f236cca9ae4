package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.linux.AlignedBuffers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Memory off the heap for payloads, in slabs of one size, all of a server's. Who needs some that are not free waits, in the order
 * of coming, but for those whose export has its share already: they hold up nobody else. Safe for use by several threads.
 */
final class PayloadBuffers {

    /** The size of a slab. */
    static final int SLAB_BYTES = 256 << 10;

    private final int slabsMax;
    private final int slabsPerExport;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    @GuardedBy("this")
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

    @GuardedBy("this")
    private int inUse;

    PayloadBuffers(ServerLimits.Memory limits, LongSupplier nanoTime) {
        this.slabsMax = slabs(limits.buffers());
        this.slabsPerExport = Math.max(1, limits.buffersPerExport() / SLAB_BYTES);
        this.nanoTime = nanoTime;
    }

    /** What one export holds; guarded by its buffers. */
    static final class Share {
        private int slabs;
    }

    /** Somebody who wants memory, as itself: others may want the same. */
    private static final class Waiter {
        private final Share share;
        private final int slabs;
        private final long since;

        Waiter(Share share, int slabs, long since) {
            this.share = share;
            this.slabs = slabs;
            this.since = since;
        }
    }

    /** Takes memory if that needs no waiting. */
    synchronized Optional<Payload> tryTake(Share share, int bytes) {
        Waiter wanted = new Waiter(share, slabs(bytes), 0);
        return waiters.isEmpty() && fits(wanted) ? Optional.of(take(wanted, bytes)) : Optional.empty();
    }

    /**
     * Takes memory when there is some.
     *
     * @param bytes not more than the limit of a payload
     * @param gaveUp asked whenever something has changed, and after {@link #wake}
     * @return nothing if it gave up
     */
    synchronized Optional<Payload> take(Share share, int bytes, BooleanSupplier gaveUp) throws InterruptedException {
        Waiter waiter = new Waiter(share, slabs(bytes), nanoTime.getAsLong());
        waiters.add(waiter);
        try {
            while (!gaveUp.getAsBoolean()) {
                if (mayGo(waiter)) {
                    return Optional.of(take(waiter, bytes));
                }
                wait();
            }
            return Optional.empty();
        } finally {
            waiters.remove(waiter);
            notifyAll();
        }
    }

    /** Lets those who wait look whether they still want to. */
    synchronized void wake() {
        notifyAll();
    }

    /** Whether somebody has waited for longer than so many nanoseconds for memory that this export may hold. */
    synchronized boolean isPressed(Share holder, long nanos) {
        long now = nanoTime.getAsLong();
        for (Waiter waiter : waiters) {
            boolean concerned = waiter.share == holder || shareAllows(waiter);
            if (holder.slabs > 0 && concerned && now - waiter.since > nanos) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes are in use. */
    synchronized long inUseBytes() {
        return (long) inUse * SLAB_BYTES;
    }

    synchronized void giveBack(Share share, ByteBuffer[] slabs) {
        for (ByteBuffer slab : slabs) {
            free.push(slab);
        }
        inUse -= slabs.length;
        share.slabs -= slabs.length;
        notifyAll();
    }

    /** Whether there is room for one, and nobody before it waits for room alone. */
    @GuardedBy("this")
    private boolean mayGo(Waiter wanted) {
        for (Waiter earlier : waiters) {
            if (earlier == wanted) {
                return fits(wanted);
            }
            if (shareAllows(earlier)) {
                return false;
            }
        }
        return false;
    }

    @GuardedBy("this")
    private boolean fits(Waiter wanted) {
        return shareAllows(wanted) && inUse + wanted.slabs <= slabsMax;
    }

    @GuardedBy("this")
    private boolean shareAllows(Waiter wanted) {
        return wanted.share.slabs == 0 || wanted.share.slabs + wanted.slabs <= slabsPerExport;
    }

    @GuardedBy("this")
    private Payload take(Waiter wanted, int bytes) {
        ByteBuffer[] slabs = new ByteBuffer[wanted.slabs];
        for (int i = 0; i < slabs.length; i++) {
            ByteBuffer used = free.poll();
            slabs[i] = used == null ? AlignedBuffers.allocate(SLAB_BYTES) : used;
        }
        inUse += slabs.length;
        wanted.share.slabs += slabs.length;
        return new Payload(this, wanted.share, slabs, bytes);
    }

    private static int slabs(int bytes) {
        return Math.max(1, Math.ceilDiv(bytes, SLAB_BYTES));
    }
}
