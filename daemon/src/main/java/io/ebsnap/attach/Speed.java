package io.ebsnap.attach;

/**
 * How requests to an attached volume are served.
 *
 * @param direct whether the kernel serves them itself, at native speed
 * @param reason why not; empty if it does
 */
public record Speed(boolean direct, String reason) {

    /** By the kernel itself. */
    static final Speed NATIVE = new Speed(true, "");

    /** By the daemon, for a reason. */
    static Speed served(String reason) {
        return new Speed(false, reason);
    }
}
