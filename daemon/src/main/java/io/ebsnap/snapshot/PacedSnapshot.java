package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A distant snapshot whose blocks are read no faster than so many bytes a second. */
final class PacedSnapshot implements DistantSnapshot {

    private static final long NANOS = 1_000_000_000L;

    private final DistantSnapshot snapshot;
    private final long bytesPerSecondMax;
    private final LongSupplier nanoClock;

    /** From when on the next block may be read, on the clock. */
    @GuardedBy("this")
    private long next;

    @GuardedBy("this")
    private boolean awake;

    /** @param bytesPerSecondMax 0 for no limit */
    PacedSnapshot(DistantSnapshot snapshot, long bytesPerSecondMax, LongSupplier nanoClock) {
        this.snapshot = snapshot;
        this.bytesPerSecondMax = bytesPerSecondMax;
        this.nanoClock = nanoClock;
        this.next = nanoClock.getAsLong();
    }

    @Override
    public DistantFacts facts() {
        return snapshot.facts();
    }

    @Override
    public boolean isComparableTo(SnapshotId earlier) {
        return snapshot.isComparableTo(earlier);
    }

    @Override
    public DistantPage page(Optional<SnapshotId> since, long from) {
        return snapshot.page(since, from);
    }

    @Override
    public DistantSum sum(Optional<SnapshotId> since) {
        return snapshot.sum(since);
    }

    @Override
    public void read(long block, ByteBuffer target) {
        if (bytesPerSecondMax > 0) {
            awaitTurn(turn(target.remaining()));
        }
        snapshot.read(block, target);
    }

    /** Takes a place in the row. Time that nobody used is not made up for. */
    private synchronized long turn(int bytes) {
        long turn = Math.max(next, nanoClock.getAsLong());
        next = turn + (long) ((double) bytes * NANOS / bytesPerSecondMax);
        return turn;
    }

    private synchronized void awaitTurn(long turn) {
        try {
            for (long left = turn - nanoClock.getAsLong(); left > 0; left = turn - nanoClock.getAsLong()) {
                if (awake) {
                    throw new Failure.Unavailable("the copy was stopped", null);
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while waiting for a turn to read", e);
        }
    }

    @Override
    public void wake() {
        synchronized (this) {
            awake = true;
            notifyAll();
        }
        snapshot.wake();
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
