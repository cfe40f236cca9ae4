package io.ebsnap.api;

/** No daemon answers at the socket, or it went away in the middle. */
public final class DaemonUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean denied;

    DaemonUnreachable(String message, boolean denied, Throwable cause) {
        super(message, cause);
        this.denied = denied;
    }

    /** Whether the rights of the socket keep this user out, rather than that nobody listens. */
    public boolean isDenied() {
        return denied;
    }
}
