package io.ebsnap.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Volumes that were made of an image together.
 *
 * @param launchId {@code launch-...}
 * @param imageId what they are of, which may be gone
 * @param state where it is in its life
 * @param ownerId 12-digit account
 * @param launchTime when it was ordered
 * @param volumes one for each device that has one
 */
public record ImageLaunchRecord(
        String launchId,
        String imageId,
        ImageLaunchState state,
        String ownerId,
        Instant launchTime,
        List<Device> volumes)
        implements OwnedRecord {

    public ImageLaunchRecord {
        volumes = List.copyOf(volumes);
    }

    /**
     * A volume of a launch.
     *
     * @param deviceName of the image's device
     * @param volumeName of the volume
     * @param volumeId {@code vol-...}; null until it is made
     * @param deleteOnTermination whether it is deleted with the launch
     */
    public record Device(
            String deviceName, String volumeName, @Nullable String volumeId, boolean deleteOnTermination) {}

    @Override
    public String catalogId() {
        return launchId;
    }

    /** The same in another state. */
    public ImageLaunchRecord in(ImageLaunchState next, List<Device> devices) {
        return new ImageLaunchRecord(launchId, imageId, next, ownerId, launchTime, devices);
    }
}
