package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a snapshot, in EC2's words. */
public enum SnapshotState {
    /** Its point in time is fixed, its blocks are being stored. */
    @JsonProperty("pending")
    PENDING,
    /** Whole, durable, restorable. */
    @JsonProperty("completed")
    COMPLETED,
    /** It failed; the state message says why. Nothing can be restored from it. */
    @JsonProperty("error")
    ERROR
}
