package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a volume's changes durable: the target first, then the map that says what the target holds. Who comes while a flush runs waits for the
 * next one, which serves all who wait. Safe for use by several threads.
 *
 * <p>After a failed sync nobody knows what of the target is durable: the kernel reports such an error once and then forgets it. So
 * the volume takes no more changes until it was opened anew.
 */
final class VolumeFlush {

    private final String volume;
    private final Supplier<VolumeTarget> target;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicLong asked = new AtomicLong();

    @GuardedBy("running")
    private long served;

    private volatile @Nullable Failure broken;

    VolumeFlush(String volume, Supplier<VolumeTarget> target) {
        this.volume = volume;
        this.target = target;
    }

    /** Refuses further changes after a failed sync. */
    void requireSound() {
        Failure failed = broken;
        if (failed != null) {
            throw new Failure.Unavailable(
                    volume + " takes no more changes, because making earlier ones durable failed: "
                            + failed.getMessage(),
                    failed);
        }
    }

    void run(@Nullable ValidityMap validity) {
        long mine = asked.incrementAndGet();
        running.lock();
        try {
            requireSound();
            if (served < mine) {
                long upTo = asked.get();
                List<ValidityMap.Change> changes = validity == null ? List.of() : validity.changes();
                sync(validity);
                if (validity != null) {
                    validity.write(changes);
                }
                served = upTo;
            }
        } finally {
            running.unlock();
        }
    }

    private void sync(@Nullable ValidityMap validity) {
        try {
            target.get().sync();
        } catch (Failure e) {
            broken = e;
            if (validity != null) {
                validity.abandonChanges();
            }
            throw e;
        }
    }
}
