package io.ebsnap.snapshot;

import java.util.OptionalLong;

/** Ends a copy that believed somebody who is wrong, or can no longer prove that he is right. */
final class Contradiction extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final long NO_BLOCK = -1;

    private final String tracker;
    private final long block;

    private Contradiction(String tracker, long block, String what) {
        super(tracker + " " + what, null, false, false);
        this.tracker = tracker;
        this.block = block;
    }

    /** A block that was called unchanged is not as it was. */
    static Contradiction lie(String tracker, long block) {
        return new Contradiction(tracker, block, "called block " + block + " unchanged, and it has another content");
    }

    /** What was said counts for nothing. */
    static Contradiction voided(String tracker, String why) {
        return new Contradiction(tracker, NO_BLOCK, "was believed in vain: " + why);
    }

    String tracker() {
        return tracker;
    }

    /** The block that it was wrong about; empty if none was found. */
    OptionalLong block() {
        return block == NO_BLOCK ? OptionalLong.empty() : OptionalLong.of(block);
    }
}
