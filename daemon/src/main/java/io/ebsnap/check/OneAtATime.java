package io.ebsnap.check;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import org.jspecify.annotations.Nullable;

/** Lets one work in at a time. Nobody waits: who cannot come in is told who is inside. Safe for use by several threads. */
final class OneAtATime {

    @GuardedBy("this")
    private @Nullable Turn inside;

    /**
     * Comes in.
     *
     * @param what is done, as a sentence: for those who are refused
     * @throws Failure.Conflict if somebody is inside
     */
    synchronized Turn enter(String what) {
        if (inside != null) {
            throw new Failure.Conflict(inside.what, "try again when that is over");
        }
        Turn turn = new Turn(this, what);
        inside = turn;
        return turn;
    }

    private synchronized void leave(Turn turn) {
        if (turn.equals(inside)) {
            inside = null;
        }
    }

    /** Being inside. */
    static final class Turn implements AutoCloseable {
        private final OneAtATime door;
        private final String what;

        private Turn(OneAtATime door, String what) {
            this.door = door;
            this.what = what;
        }

        /** Leaves; closing twice does nothing. */
        @Override
        public void close() {
            door.leave(this);
        }
    }
}
