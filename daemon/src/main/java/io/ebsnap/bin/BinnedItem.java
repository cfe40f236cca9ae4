package io.ebsnap.bin;

import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumePerformance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in the recycle bin.
 *
 * @param id of it
 * @param ownerId 12-digit account
 * @param name of it; empty if it has none
 * @param description the user's words; empty if it has none
 * @param stay since when, until when and why
 * @param tags in the order given
 * @param sizeBytes of the volume, of an image of all its devices
 * @param volumeId of a snapshot the volume that it was taken of; of a volume its own id; of an image empty
 * @param performance what tools have asked of a volume; null for EC2's default, and of what is none
 */
public record BinnedItem(
        String id,
        String ownerId,
        String name,
        String description,
        RecycleBinStay stay,
        List<Tag> tags,
        long sizeBytes,
        String volumeId,
        @Nullable VolumePerformance performance) {

    public BinnedItem {
        tags = List.copyOf(tags);
    }
}
