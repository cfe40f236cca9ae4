package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * A volume of a launch.
 *
 * @param deviceName of the image's device
 * @param volumeId {@code vol-...}; absent until it is made
 * @param name of the volume
 * @param device block device of this machine; absent if it is not attached
 * @param deleteOnTermination whether it is deleted with the launch
 */
public record LaunchedVolume(
        String deviceName,
        @Nullable String volumeId,
        String name,
        @Nullable String device,
        boolean deleteOnTermination) {}
