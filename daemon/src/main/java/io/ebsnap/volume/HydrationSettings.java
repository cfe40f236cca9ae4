package io.ebsnap.volume;

/**
 * How a volume is filled in the background.
 *
 * @param bytesPerSecondMax 0 is as fast as it goes
 * @param paused whether only what is asked for arrives
 */
public record HydrationSettings(long bytesPerSecondMax, boolean paused) {

    /** As fast as it goes. */
    public static final HydrationSettings UNLIMITED = new HydrationSettings(0, false);

    public HydrationSettings {
        if (bytesPerSecondMax < 0) {
            throw new IllegalArgumentException("a rate of " + bytesPerSecondMax + " bytes a second");
        }
    }
}
