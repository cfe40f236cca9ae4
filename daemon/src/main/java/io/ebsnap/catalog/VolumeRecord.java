package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume: a block device, image file or NBD export that the daemon knows.
 *
 * @param volumeId {@code vol-...}
 * @param name what the user calls it; unique in the account, or empty
 * @param device path or URI, as the user gave it
 * @param deviceIdentity what tells this device from another under the same path, such as {@code dm-uuid:LVM-...},
 *     {@code wwn:...}, {@code file:DEV:INODE}; empty if the device has none
 * @param sizeBytes when it was last seen
 * @param state {@code available}, EC2's word
 * @param createTime when it was registered
 * @param tags in the order given
 * @param ownerId 12-digit account; null for the daemon's own
 */
public record VolumeRecord(
        String volumeId,
        String name,
        String device,
        String deviceIdentity,
        long sizeBytes,
        String state,
        Instant createTime,
        List<Tag> tags,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ownerId)
        implements OwnedRecord {

    public VolumeRecord {
        tags = List.copyOf(tags);
    }

    /** The same with other tags. */
    public VolumeRecord tagged(List<Tag> others) {
        return new VolumeRecord(volumeId, name, device, deviceIdentity, sizeBytes, state, createTime, others, ownerId);
    }

    @Override
    public String catalogId() {
        return volumeId;
    }
}
