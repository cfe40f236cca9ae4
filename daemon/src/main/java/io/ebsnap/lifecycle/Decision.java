package io.ebsnap.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one rule says of a snapshot.
 *
 * @param policyId which policy; empty if it is no policy's
 * @param policy its name
 * @param schedule which of its schedules, by name; empty if it is none's
 * @param keep whether it is to stay
 * @param reason why
 * @param until until when for certain, if nothing else happens; null if that depends on other snapshots, or for good
 */
record Decision(
        String policyId,
        String policy,
        String schedule,
        boolean keep,
        String reason,
        @Nullable Instant until) {

    /** What no policy decides. */
    static Decision kept(String reason) {
        return new Decision("", "", "", true, reason, null);
    }

    /** In words. */
    String words() {
        String whose = policy.isEmpty() ? "" : " (policy " + policy + ", schedule " + schedule + ")";
        return reason + whose;
    }
}
