package io.ebsnap.chunk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;

/**
 * One collection's view of the writers of its domain: all that were open at any time since it began.
 */
final class PinWatch implements AutoCloseable {

    private final Pins pins;
    private final DomainId domain;
    private final long retainedBytesMax;

    @GuardedBy("pins.lock()")
    private final List<ReferenceFilter> retained = new ArrayList<>();

    @GuardedBy("pins.lock()")
    private long retainedBytes;

    PinWatch(Pins pins, DomainId domain, long retainedBytesMax) {
        this.pins = pins;
        this.domain = domain;
        this.retainedBytesMax = retainedBytesMax;
    }

    DomainId domain() {
        return domain;
    }

    /** Whether a writer may hold a chunk now. A no may be a yes a moment later, but for inside of {@link #alone}. */
    boolean mayBeHeld(ChunkId id) {
        Lock lock = pins.lock().readLock();
        lock.lock();
        try {
            return retained.stream().anyMatch(filter -> filter.mayContain(id))
                    || pins.openPins().stream()
                            .anyMatch(pin ->
                                    pin.domain().equals(domain) && pin.filter().mayContain(id));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a short step while no writer can hold a further chunk or look one up.
     *
     * @throws Failure.Exhausted if so many writers closed that their filters were too much to keep
     */
    void alone(Runnable step) {
        Lock lock = pins.lock().writeLock();
        lock.lock();
        try {
            if (retainedBytes > retainedBytesMax) {
                throw new Failure.Exhausted(
                        "so many writers ended during the garbage collection that what they hold takes " + retainedBytes
                                + " bytes of memory; " + retainedBytesMax + " are allowed",
                        "collect again when fewer snapshots run",
                        null);
            }
            step.run();
        } finally {
            lock.unlock();
        }
    }

    /** Takes over the filter of a writer that closed; beyond the bound the memory is freed and the collection ends at its next step. */
    @GuardedBy("pins.lock()")
    void retain(ReferenceFilter filter) {
        retainedBytes += filter.bytes();
        if (retainedBytes > retainedBytesMax) {
            filter.close();
            freeRetained();
        } else {
            retained.add(filter);
        }
    }

    @GuardedBy("pins.lock()")
    void freeRetained() {
        retained.forEach(ReferenceFilter::close);
        retained.clear();
    }

    @Override
    public void close() {
        pins.endWatch(this);
    }
}
