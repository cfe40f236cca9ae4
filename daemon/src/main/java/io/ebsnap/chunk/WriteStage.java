package io.ebsnap.chunk;

/** A step of a chunk's way into the store. */
public enum WriteStage {
    /** Keyed hash of the plaintext. */
    ID,
    /** Pin and look up in the index. */
    LOOKUP,
    /** Compress what is new. */
    COMPRESS,
    /** Encrypt what is new; bytes are those after compression. */
    SEAL,
    /** Hand the record to the open pack, waiting for a free place to commit included. */
    APPEND,
    /** Trailer, durability and index of a full pack, in the background. */
    COMMIT
}
