package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * Volumes that were made of an image together.
 *
 * @param launchId {@code launch-...}
 * @param imageId {@code ami-...}; it may be gone
 * @param state launching, launched or terminating
 * @param ownerId 12 digits
 * @param launchTime when it was ordered
 * @param volumes in the order of the image's devices
 */
public record ImageLaunch(
        String launchId,
        String imageId,
        String state,
        String ownerId,
        Instant launchTime,
        List<LaunchedVolume> volumes) {}
