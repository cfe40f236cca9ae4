package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * How the volumes of a launch are made.
 *
 * @param availabilityZone where their targets lie; the only one, or the first, when absent
 * @param volumeInitializationRate most MiB a second to fill each in the background; 0 or absent is as fast as it goes
 * @param encrypted whether their targets are encrypted; as new volumes are when absent
 * @param kmsKeyId id, alias or ARN of the key under which they are; those of the snapshots when absent
 */
public record LaunchOptions(
        @Nullable String availabilityZone,
        @Nullable Long volumeInitializationRate,
        @Nullable Boolean encrypted,
        @Nullable String kmsKeyId) {

    /** As it comes. */
    public static final LaunchOptions DEFAULT = new LaunchOptions(null, null, null, null);
}
