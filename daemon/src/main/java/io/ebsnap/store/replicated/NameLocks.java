package io.ebsnap.store.replicated;

import io.ebsnap.store.ObjectName;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one change of a name run at a time, over all zones. Names that share a lock wait for each other for nothing, but not for long. */
final class NameLocks {

    private static final int LOCKS = 256;

    private final Lock[] locks = new Lock[LOCKS];

    NameLocks() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** The lock of a name. */
    Lock of(ObjectName name) {
        return locks[Math.floorMod(name.hashCode(), LOCKS)];
    }
}
