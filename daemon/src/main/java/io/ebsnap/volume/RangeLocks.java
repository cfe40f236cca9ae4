package io.ebsnap.volume;

import java.util.concurrent.locks.StampedLock;
import java.util.function.BooleanSupplier;

/**
 * Keeps reads of encrypted bytes apart from changes of the same blocks: half of an old ciphertext and half of a new one are neither. A read holds
 * nothing, and is done again if something was changed meanwhile. Safe for use by several threads; not by one that is within a call already.
 */
final class RangeLocks {

    private static final int STRIPES = 64;

    private final StampedLock[] stripes = new StampedLock[STRIPES];

    RangeLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new StampedLock();
        }
    }

    /** Reads a range within one block. */
    void read(long offset, long length, BooleanSupplier work) {
        if (readNow(offset, length, work)) {
            return;
        }
        StampedLock stripe = stripes[stripe(offset)];
        long stamp = stripe.readLock();
        try {
            boolean unused = work.getAsBoolean();
        } finally {
            stripe.unlockRead(stamp);
        }
    }

    /** Reads a range within one block, unless it is being changed; what {@code work} answered, and false if it was changed. */
    boolean readNow(long offset, long length, BooleanSupplier work) {
        if (length > 0 && stripe(offset) != stripe(offset + length - 1)) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " are not within one block");
        }
        StampedLock stripe = stripes[stripe(offset)];
        long stamp = stripe.tryOptimisticRead();
        return stamp != 0 && work.getAsBoolean() && stripe.validate(stamp);
    }

    /** Changes a range. */
    void change(long offset, long length, Runnable work) {
        long first = offset / Units.BLOCK;
        long last = (offset + Math.max(1, length) - 1) / Units.BLOCK;
        long touched = last - first + 1 >= STRIPES ? -1 : 0;
        for (long block = first; touched != -1 && block <= last; block++) {
            touched |= 1L << (block % STRIPES);
        }
        changeLocked(touched, work);
    }

    /** In the order of the stripes, so that two of several never wait for each other. */
    private void changeLocked(long touched, Runnable work) {
        long[] stamps = new long[STRIPES];
        try {
            for (int i = 0; i < STRIPES; i++) {
                if (((touched >>> i) & 1) != 0) {
                    stamps[i] = stripes[i].writeLock();
                }
            }
            work.run();
        } finally {
            for (int i = 0; i < STRIPES; i++) {
                if (stamps[i] != 0) {
                    stripes[i].unlockWrite(stamps[i]);
                }
            }
        }
    }

    private static int stripe(long offset) {
        return (int) (offset / Units.BLOCK % STRIPES);
    }
}
