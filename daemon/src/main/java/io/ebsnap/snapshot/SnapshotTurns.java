package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Whose turn it is to fix an instant. Orders that are willing to wait stand in line as they came, so that of several for one volume only the first one tries
 * when that becomes free. Safe for use by several threads.
 */
final class SnapshotTurns {

    /** Each that waits has a thread of its client's. */
    static final int WAITING_MAX = 8;

    private final Predicate<String> busy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final List<Turn> line = new ArrayList<>();

    @GuardedBy("lock")
    private int waiting;

    /** @param busy whether no instant of a volume, by its id, can be had for the sake of another; asked under the lock of this */
    SnapshotTurns(Predicate<String> busy) {
        this.busy = busy;
    }

    /** That of one order, until it is closed. */
    final class Turn implements AutoCloseable {
        private final Set<String> volumes;

        private Turn(Set<String> volumes) {
            this.volumes = Set.copyOf(volumes);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                line.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits until none of the volumes is busy, and none of them wanted by somebody who came before; but no longer than the patience, and not at all where too
     * many wait already. What then stands in the way is for the caller to find out.
     *
     * @param volumes their ids
     */
    Turn next(Set<String> volumes, Duration patience) {
        lock.lock();
        try {
            Turn turn = new Turn(volumes);
            line.add(turn);
            if (patience.isPositive() && waiting < WAITING_MAX) {
                await(turn, patience.toNanos());
            }
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /** To be called when a volume is busy no more. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void await(Turn turn, long nanosMax) {
        waiting++;
        try {
            long nanos = nanosMax;
            while (nanos > 0 && isBlocked(turn)) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
        }
    }

    @GuardedBy("lock")
    private boolean isBlocked(Turn turn) {
        return turn.volumes.stream().anyMatch(busy)
                || line.stream()
                        .takeWhile(earlier -> earlier != turn)
                        .anyMatch(earlier -> !Collections.disjoint(earlier.volumes, turn.volumes));
    }
}
