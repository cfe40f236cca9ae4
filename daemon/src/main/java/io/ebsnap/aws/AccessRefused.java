package io.ebsnap.aws;

/** Who has sent a request is not known, or it is not what they have signed. Each service has codes of its own for that. */
public final class AccessRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** It is not signed. */
        MISSING,
        /** How it is signed is not what Signature Version 4 says. */
        INCOMPLETE,
        /** There is no such access key, or its user may not act any more. */
        UNKNOWN_KEY,
        /** It is not what was signed, or was signed with another secret. */
        MISMATCH,
        /** It was signed too long ago, or will be. */
        EXPIRED,
        /** It was done already. Whoever can sign it anew is told to try again. */
        REPLAYED
    }

    public AccessRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What people read. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
