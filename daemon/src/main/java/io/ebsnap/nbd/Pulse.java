package io.ebsnap.nbd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What others may know of a connection while its own threads work: since when it waits for its client, and how far it has come with
 * what the client had sent at some moment. The reader's thread alone calls what is about receiving, whoever holds the lock
 * of the replies what is about sending; everybody may ask.
 */
final class Pulse {

    /** More than any socket's buffer holds, in bytes: after so much more, what had been sent before was received. */
    private static final long SOCKET_BYTES_MAX = 16 << 20;

    /** How long a reader that waits for its client is watched until it is believed that nothing is there, in nanoseconds. */
    private static final long SETTLE_NANOS = 25_000_000;

    /**
     * So many looks that found a socket empty, after a mark, prove it: the first may have looked before the mark, and what the second
     * found may still be encrypted.
     */
    private static final int DRAINS_MIN = 3;

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private volatile long receivingSince = NEVER;
    private volatile long sendingSince = NEVER;
    private volatile long waitingSince = NEVER;
    private final AtomicInteger awaited = new AtomicInteger();
    private volatile boolean transmits;
    private volatile boolean ended;
    private volatile long begunBytes;
    private volatile long begunDrains;
    private volatile long drains;
    private long bytes;
    private long drainCount;

    Pulse(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A moment of a connection. */
    record Mark(long bytes, long drains, long nanos) {}

    /**
     * Received some bytes.
     *
     * @param drained whether fewer than there was room for: nothing else was there
     */
    void received(int count, boolean drained) {
        waitingSince = NEVER;
        bytes += count;
        if (drained) {
            drainCount++;
            drains = drainCount;
        }
        if (receivingSince != NEVER) {
            receivingSince = nanoTime.getAsLong();
        }
    }

    /** Everything received so far was begun; now the next request is waited for. */
    void awaitsRequest() {
        begunBytes = bytes;
        begunDrains = drains;
        receivingSince = NEVER;
        waitingSince = nanoTime.getAsLong();
    }

    /** The rest of a request, of which a part was received, is waited for. */
    void awaitsRest() {
        waitingSince = NEVER;
        receivingSince = nanoTime.getAsLong();
    }

    /** Nothing is waited for. */
    void works() {
        waitingSince = NEVER;
        receivingSince = NEVER;
    }

    void sends() {
        sendingSince = nanoTime.getAsLong();
    }

    void sent() {
        sendingSince = NEVER;
    }

    /** From now on it may change its export. */
    void begin() {
        transmits = true;
    }

    /** Whether it may have changed its export. */
    boolean hasBegun() {
        return transmits;
    }

    /** Nothing of this connection changes its export any more. */
    void end() {
        ended = true;
    }

    /** For how long its client has kept it waiting in the middle of something, in nanoseconds; 0 if it does not. */
    long stalledNanos() {
        long now = nanoTime.getAsLong();
        long receiving = receivingSince;
        long sending = sendingSince;
        long longest = receiving == NEVER ? 0 : now - receiving;
        return Math.max(longest, sending == NEVER ? 0 : now - sending);
    }

    /** Whether it waits for a request, with nothing left of what its client has sent. */
    boolean isWaiting() {
        return waitingSince != NEVER;
    }

    /** Now. */
    Mark mark() {
        return new Mark(begunBytes, drains, nanoTime.getAsLong());
    }

    /**
     * Whether everything that the client had sent before a mark has at least begun. A look that found the socket empty after the
     * mark proves it; a reader that has waited for a while since has nothing to read, whatever it read between the mark and now.
     */
    boolean isPast(Mark mark) {
        return ended
                || begunDrains - mark.drains() >= DRAINS_MIN
                || begunBytes - mark.bytes() >= SOCKET_BYTES_MAX
                || hasSettled(mark);
    }

    private boolean hasSettled(Mark mark) {
        long since = waitingSince;
        long now = nanoTime.getAsLong();
        return since != NEVER && now - since >= SETTLE_NANOS && now - mark.nanos() >= SETTLE_NANOS;
    }

    /** Another connection waits at the fence for this one to come past a mark; to be followed by {@link #released}. */
    void awaited() {
        awaited.incrementAndGet();
    }

    void released() {
        awaited.decrementAndGet();
    }

    /** Whether another connection waits for it. */
    boolean isAwaited() {
        return awaited.get() > 0;
    }
}
