package io.ebsnap.snapshot;

/** Ends a copy that believed somebody who is wrong, or can no longer prove that he is right. */
final class Contradiction extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String tracker;

    private Contradiction(String tracker, String what) {
        super(tracker + " " + what, null, false, false);
        this.tracker = tracker;
    }

    /** A block that was called unchanged is not as it was. */
    static Contradiction lie(String tracker, long block) {
        return new Contradiction(tracker, "called block " + block + " unchanged, and it has another content");
    }

    /** What was said counts for nothing. */
    static Contradiction voided(String tracker, String why) {
        return new Contradiction(tracker, "was believed in vain: " + why);
    }

    String tracker() {
        return tracker;
    }
}
