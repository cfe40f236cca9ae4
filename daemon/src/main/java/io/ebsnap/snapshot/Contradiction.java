package io.ebsnap.snapshot;

/** Ends a copy that believed somebody: a block that he called unchanged is not as it was. */
final class Contradiction extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String tracker;
    private final long block;

    Contradiction(String tracker, long block) {
        super(tracker + " called block " + block + " unchanged, and it has another content", null, false, false);
        this.tracker = tracker;
        this.block = block;
    }

    String tracker() {
        return tracker;
    }

    long block() {
        return block;
    }
}
