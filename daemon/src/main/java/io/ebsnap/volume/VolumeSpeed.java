package io.ebsnap.volume;

/**
 * How requests to an attached volume are served.
 *
 * @param direct whether the kernel serves them itself, at native speed
 * @param reason why not; empty if it does, or that is not known
 */
public record VolumeSpeed(boolean direct, String reason) {

    /** By the daemon, for a reason. */
    public static VolumeSpeed served(String reason) {
        return new VolumeSpeed(false, reason);
    }
}
