package io.ebsnap.catalog;

/** Where a managed volume is in its life. */
public enum ManagedVolumeState {
    /** Its target is being made; after a crash that is done again. */
    CREATING,
    /** It can be used. */
    AVAILABLE,
    /** Its target is being removed; after a crash that is done again. */
    DELETING
}
