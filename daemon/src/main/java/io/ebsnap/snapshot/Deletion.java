package io.ebsnap.snapshot;

import io.ebsnap.identity.SnapshotId;

/**
 * What deleting one snapshot of several came to.
 *
 * @param snapshot which
 * @param outcome what happened
 * @param message why not, if it was not deleted; else empty
 */
public record Deletion(SnapshotId snapshot, Outcome outcome, String message) {

    /** What happened. */
    public enum Outcome {
        /** It is gone; its space comes back with the next collection. */
        DELETED,
        /** It was pending: its copy was stopped, and it is gone. */
        CANCELLED,
        /** There was none. */
        NOT_FOUND,
        /** It is still there. */
        FAILED
    }
}
