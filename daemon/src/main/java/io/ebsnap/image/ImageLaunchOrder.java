package io.ebsnap.image;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.ImageId;
import io.ebsnap.volume.AttachmentVia;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import java.util.List;
import java.util.Optional;

/**
 * Volumes to be made of an image.
 *
 * @param image available
 * @param name what the volumes' names begin with; empty for the id of the launch
 * @param tags of each volume
 * @param overrides devices that are to be another size, are deleted or not with the launch, or are left out; others of the image stay as they are
 * @param volumes how they are made
 * @param attach how they are attached; empty if they are not
 */
public record ImageLaunchOrder(
        ImageId image,
        String name,
        List<Tag> tags,
        List<ImageDevice> overrides,
        Making volumes,
        Optional<AttachmentVia> attach) {

    public ImageLaunchOrder {
        tags = List.copyOf(tags);
        overrides = List.copyOf(overrides);
    }

    /**
     * How volumes are made.
     *
     * @param zone where their targets lie; empty is the only one, or the first
     * @param hydration how they are filled
     * @param encryption whether their targets are encrypted
     */
    public record Making(String zone, HydrationSettings hydration, Encryption encryption) {}
}
