package io.ebsnap.nbd;

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
    private volatile boolean waiting;
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
        waiting = false;
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
        waiting = true;
        receivingSince = NEVER;
    }

    /** The rest of a request, of which a part was received, is waited for. */
    void awaitsRest() {
        waiting = false;
        receivingSince = nanoTime.getAsLong();
    }

    /** Nothing is waited for. */
    void works() {
        waiting = false;
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
        return waiting;
    }

    /** Now. */
    Mark mark() {
        return new Mark(begunBytes, drains, nanoTime.getAsLong());
    }

    /**
     * Whether everything that the client had sent before a mark has at least begun. A look that found the socket empty after the
     * mark proves it; a reader that waits all the time has nothing to read.
     */
    boolean isPast(Mark mark) {
        return ended
                || begunDrains - mark.drains() >= DRAINS_MIN
                || begunBytes - mark.bytes() >= SOCKET_BYTES_MAX
                || (waiting && drains == mark.drains() && nanoTime.getAsLong() - mark.nanos() >= SETTLE_NANOS);
    }
}
