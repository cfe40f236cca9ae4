package io.ebsnap.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something beyond policies that keeps a snapshot from being deleted.
 *
 * @param reason as the end of a sentence that begins with "kept because"
 * @param until when it ends by itself; null if that cannot be told
 */
public record Protection(String reason, @Nullable Instant until) {

    /** Whether it is so at an instant. */
    boolean holds(Instant now) {
        return until == null || now.isBefore(until);
    }

    Decision decision() {
        return new Decision("", "", "", true, reason, until);
    }
}
