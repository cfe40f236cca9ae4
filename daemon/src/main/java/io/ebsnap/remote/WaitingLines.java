package io.ebsnap.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connections that remotes have made to be asked on them. Safe for use by several threads. */
final class WaitingLines {

    /** How often is looked beside what is offered meanwhile. */
    private static final long STEP_MILLIS = 100;

    @GuardedBy("this")
    private final Map<Fingerprint, Deque<Asking>> waiting = new HashMap<>();

    /** One may be taken. */
    synchronized void offer(Fingerprint remote, Asking line) {
        waiting.computeIfAbsent(remote, any -> new ArrayDeque<>()).addLast(line);
        notifyAll();
    }

    /** One is not to be taken any more; whether it was not taken yet. */
    synchronized boolean withdraw(Fingerprint remote, Asking line) {
        Deque<Asking> lines = waiting.get(remote);
        return lines != null && lines.remove(line);
    }

    /** Closes those that nobody has taken: there are newer ones. */
    synchronized void drop(Fingerprint remote) {
        Deque<Asking> lines = waiting.remove(remote);
        if (lines != null) {
            lines.forEach(Asking::close);
        }
    }

    /** One of a remote, if there is one within a time. */
    synchronized Optional<Asking> take(Fingerprint remote, long millisMax) {
        try {
            Asking line = poll(remote);
            for (long left = millisMax; line == null && left > 0; left -= STEP_MILLIS) {
                wait(Math.min(left, STEP_MILLIS));
                line = poll(remote);
            }
            return Optional.ofNullable(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while waiting for a remote", e);
        }
    }

    /** One that is not known to be cut. */
    @GuardedBy("this")
    private @Nullable Asking poll(Fingerprint remote) {
        Deque<Asking> lines = waiting.getOrDefault(remote, new ArrayDeque<>());
        Asking line = lines.pollFirst();
        while (line != null && line.isClosed()) {
            line = lines.pollFirst();
        }
        if (lines.isEmpty()) {
            waiting.remove(remote);
        }
        return line;
    }
}
