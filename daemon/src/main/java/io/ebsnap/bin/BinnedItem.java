package io.ebsnap.bin;

import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import java.util.List;

/**
 * Something in the recycle bin.
 *
 * @param id of it
 * @param ownerId 12-digit account
 * @param words its description or name
 * @param stay since when, until when and why
 * @param tags in the order given
 * @param sizeBytes of the volume
 * @param volumeId of a snapshot the volume that it was taken of; of a volume its own id
 */
public record BinnedItem(
        String id, String ownerId, String words, RecycleBinStay stay, List<Tag> tags, long sizeBytes, String volumeId) {

    public BinnedItem {
        tags = List.copyOf(tags);
    }
}
