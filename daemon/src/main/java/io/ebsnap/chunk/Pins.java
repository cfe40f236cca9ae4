package io.ebsnap.chunk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which chunks, beside what is recorded: the meeting point of writers and garbage collection.
 *
 * <p>A writer adds each id to its pin <em>before</em> it looks it up, and does both under the read lock. A collection looks at the pins
 * and forgets index entries in one step under the write lock. So either the collection sees the pin, or the writer
 * sees that the chunk is gone: there is no third case, and no clock in it.
 *
 * <p>A collection also keeps the filters of writers that close while it runs: what they stored may have been recorded
 * after the collection read the records.
 *
 * <p>Lock order: this lock, then whatever the index takes inside.
 */
final class Pins {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final RandomGenerator salts;
    private final ChunkLimits limits;

    @GuardedBy("lock")
    private final Set<Pin> open = new HashSet<>();

    @GuardedBy("lock")
    private @Nullable PinWatch watch;

    Pins(RandomGenerator salts, ChunkLimits limits) {
        this.salts = salts;
        this.limits = limits;
    }

    /** Begins to hold chunks for one writer. */
    Pin open(DomainId domain, long expectedChunks) {
        lock.writeLock().lock();
        try {
            Pin pin = new Pin(this, domain, newFilter(expectedChunks));
            open.add(pin);
            return pin;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Begins to watch the writers of a domain for one collection.
     *
     * @throws Failure.Conflict if another collection does so already
     */
    PinWatch watch(DomainId domain) {
        lock.writeLock().lock();
        try {
            if (watch != null) {
                throw new Failure.Conflict("another garbage collection is running");
            }
            PinWatch begun = new PinWatch(this, domain, limits.retainedFilterBytesMax());
            watch = begun;
            return begun;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** An empty filter with a salt of its own. */
    ReferenceFilter newFilter(long expectedChunks) {
        return new ReferenceFilter(salts.nextLong(), expectedChunks, limits.filterBytesMax());
    }

    /** How many writers hold chunks. */
    int openCount() {
        lock.readLock().lock();
        try {
            return open.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    ReentrantReadWriteLock lock() {
        return lock;
    }

    @GuardedBy("lock")
    Set<Pin> openPins() {
        return open;
    }

    /** Ends a pin, or hands its filter to the collection that runs. */
    void release(Pin pin) {
        lock.writeLock().lock();
        try {
            if (open.remove(pin)) {
                Optional.ofNullable(watch)
                        .filter(running -> running.domain().equals(pin.domain()))
                        .ifPresentOrElse(running -> running.retain(pin.filter()), pin.filter()::close);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    void endWatch(PinWatch ended) {
        lock.writeLock().lock();
        try {
            if (ended.equals(watch)) {
                watch = null;
                ended.freeRetained();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
