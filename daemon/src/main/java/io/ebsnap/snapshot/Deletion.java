package io.ebsnap.snapshot;

import io.ebsnap.identity.SnapshotId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What deleting one snapshot of several came to.
 *
 * @param snapshot which
 * @param outcome what happened
 * @param message why not, if it was not deleted; else empty
 * @param recycleBinExitTime until when it is in the recycle bin; null if it is not
 */
public record Deletion(
        SnapshotId snapshot,
        Outcome outcome,
        String message,
        @Nullable Instant recycleBinExitTime) {

    /** One that did not put it into the recycle bin. */
    public Deletion(SnapshotId snapshot, Outcome outcome, String message) {
        this(snapshot, outcome, message, null);
    }

    /** What happened. */
    public enum Outcome {
        /** It is gone; its space comes back with the next collection. */
        DELETED,
        /** It is in the recycle bin. */
        RECYCLED,
        /** It was pending: its copy was stopped, and it is gone. */
        CANCELLED,
        /** There was none. */
        NOT_FOUND,
        /** It is still there. */
        FAILED
    }
}
