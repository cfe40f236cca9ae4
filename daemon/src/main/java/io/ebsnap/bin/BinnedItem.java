package io.ebsnap.bin;

import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import java.util.List;

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
 */
public record BinnedItem(
        String id,
        String ownerId,
        String name,
        String description,
        RecycleBinStay stay,
        List<Tag> tags,
        long sizeBytes,
        String volumeId) {

    public BinnedItem {
        tags = List.copyOf(tags);
    }
}
