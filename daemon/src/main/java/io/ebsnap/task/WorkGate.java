package io.ebsnap.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets any number of works in at a time, or one that must be alone. Nobody waits: who cannot come in is told who is inside. Safe for use by
 * several threads.
 */
public final class WorkGate {

    @GuardedBy("this")
    private final Set<Entry> inside = new LinkedHashSet<>();

    @GuardedBy("this")
    private @Nullable Entry alone;

    /**
     * Comes in beside others.
     *
     * @param what is done, as a sentence: for those who are refused
     * @throws Failure.Conflict if one is inside that must be alone
     */
    public synchronized Entry enter(String what) {
        if (alone != null) {
            throw new Failure.Conflict(alone.what, "try again when that is over");
        }
        Entry entry = new Entry(this, what);
        inside.add(entry);
        return entry;
    }

    /**
     * Comes in alone.
     *
     * @throws Failure.Conflict if anybody is inside
     */
    public synchronized Entry enterAlone(String what) {
        if (alone != null) {
            throw new Failure.Conflict(alone.what, "try again when that is over");
        }
        if (!inside.isEmpty()) {
            throw new Failure.Conflict(
                    inside.iterator().next().what + (inside.size() > 1 ? ", and " + (inside.size() - 1) + " more" : ""),
                    "this must run alone: try again when nothing else runs");
        }
        Entry entry = new Entry(this, what);
        alone = entry;
        return entry;
    }

    private synchronized void leave(Entry entry) {
        inside.remove(entry);
        if (entry.equals(alone)) {
            alone = null;
        }
    }

    /** Somebody inside. */
    public static final class Entry implements AutoCloseable {
        private final WorkGate gate;
        private final String what;

        private Entry(WorkGate gate, String what) {
            this.gate = gate;
            this.what = what;
        }

        @Override
        public String toString() {
            return what;
        }

        /** Leaves; closing twice does nothing. */
        @Override
        public void close() {
            gate.leave(this);
        }
    }
}
