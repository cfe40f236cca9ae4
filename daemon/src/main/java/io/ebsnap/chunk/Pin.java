package io.ebsnap.chunk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/** What one writer holds. Safe for use by several threads. */
final class Pin implements AutoCloseable {

    private final Pins pins;
    private final DomainId domain;
    private final ReferenceFilter filter;

    @GuardedBy("pins.lock()")
    private boolean closed;

    Pin(Pins pins, DomainId domain, ReferenceFilter filter) {
        this.pins = pins;
        this.domain = domain;
        this.filter = filter;
    }

    DomainId domain() {
        return domain;
    }

    ReferenceFilter filter() {
        return filter;
    }

    /**
     * Holds a chunk from now on, and looks it up in the same step as far as a collection can see.
     *
     * @return what {@code lookup} found
     * @throws Failure.Conflict if the pin is closed
     */
    boolean hold(ChunkId id, BooleanSupplier lookup) {
        Lock lock = pins.lock().readLock();
        lock.lock();
        try {
            if (closed) {
                throw new Failure.Conflict("the writer of chunk " + id + " is closed");
            }
            filter.add(id);
            return lookup.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Lock lock = pins.lock().writeLock();
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                pins.release(this);
            }
        } finally {
            lock.unlock();
        }
    }
}
