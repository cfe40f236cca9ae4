package io.ebsnap.snapshot;

/** What a snapshot that is being taken does now. */
public enum SnapshotPhase {
    /** Its instant is fixed; it waits for its turn. */
    QUEUED("queued"),
    /** Blocks are read and stored. */
    COPYING("copying"),
    /** The same, and at its rate it will not be completed when it is wanted. */
    AT_RISK("copying, at risk of being late"),
    /** The last packs, the block map and the record are made durable. */
    COMMITTING("committing"),
    /** It is completed or failed: see its record. */
    DONE("done");

    private final String word;

    SnapshotPhase(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }
}
