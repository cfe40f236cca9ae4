package io.ebsnap.format;

/** How a version of a KMS key came to be. The names are those on disk, and KMS's own but for the first. */
public enum RotationType {
    /** With the key. */
    CREATION,
    /** At its date. */
    AUTOMATIC,
    /** When somebody asked for it. */
    ON_DEMAND
}
