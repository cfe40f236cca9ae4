package io.ebsnap.chunk;

import io.ebsnap.failure.Failure;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a writer can still be used. The first failure is kept, and every later call is refused with one of the same kind, so that
 * nothing is recorded of a snapshot of which a part is missing. Safe for use by several threads.
 */
final class WriterFate {

    private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

    /** Refuses if the writer failed or was closed. */
    void requireUsable() {
        Throwable cause = end.get();
        if (cause != null) {
            throw again(cause);
        }
    }

    /** Whether nothing may be made durable any more. */
    boolean isSealed() {
        return end.get() != null;
    }

    /** Ends the writer's use; the first reason counts. */
    void fail(Throwable cause) {
        end.compareAndSet(null, cause);
    }

    private static Failure again(Throwable cause) {
        String message = "the chunk writer cannot be used any more: " + cause.getMessage();
        return switch (cause) {
            case Failure.Exhausted e ->
                new Failure.Exhausted(message, e.hint().orElse("make room, then start again"), e);
            case Failure.Conflict e -> new Failure.Conflict(message);
            case Failure.Denied e -> new Failure.Denied(message);
            case Failure.Corrupt e -> new Failure.Corrupt(message, e);
            case Failure e -> new Failure.Unavailable(message, e);
            default -> new Failure.Internal(message, cause);
        };
    }
}
