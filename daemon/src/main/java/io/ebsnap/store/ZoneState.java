package io.ebsnap.store;

/** How a zone's replica does. */
public enum ZoneState {
    /** It has everything, and is read and written. */
    AVAILABLE("available"),
    /** It is the last one that has everything, and something is wrong with it. */
    DEGRADED("degraded"),
    /** It is being brought level with the others. */
    SYNCING("syncing"),
    /** It cannot be used now. */
    UNAVAILABLE("unavailable"),
    /** It is used, and will not be when its content is proven to be elsewhere. */
    DRAINING("draining"),
    /** It is not used any more. */
    DRAINED("drained");

    private final String word;

    ZoneState(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }
}
