package io.ebsnap.store.replicated;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.store.ObjectName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What somebody should look into soon: objects with a bad copy, and zones that failed. Safe for use by several threads. */
final class Suspicions {

    /** One more is forgotten: the next read, or the next verification, finds it again. */
    private static final int NAMES_MAX = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();

    @GuardedBy("lock")
    private final Set<ObjectName> names = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean alarm;

    /** Some copy of an object is bad or missing. */
    void of(ObjectName name) {
        lock.lock();
        try {
            if (names.size() < NAMES_MAX && names.add(name)) {
                alarm = true;
                raised.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something is to be looked at at once. */
    void raise() {
        lock.lock();
        try {
            alarm = true;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is raised, or for so long. */
    void await(long millisMax) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millisMax);
            while (!alarm && left > 0) {
                left = raised.awaitNanos(left);
            }
            alarm = false;
        } finally {
            lock.unlock();
        }
    }

    /** Some objects that are suspected, which are not remembered any more. If there are more, it is raised. */
    List<ObjectName> take(int countMax) {
        lock.lock();
        try {
            List<ObjectName> taken = names.stream().limit(countMax).toList();
            taken.forEach(names::remove);
            alarm |= !names.isEmpty();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
