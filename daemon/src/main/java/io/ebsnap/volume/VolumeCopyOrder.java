package io.ebsnap.volume;

import io.ebsnap.catalog.ClientToken;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumePerformance;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A managed volume to be copied.
 *
 * @param sourceVolume id or name of the volume
 * @param sizeBytes how long the copy shall be; 0 is as long as the volume
 * @param name of the copy, unique in the account, or empty
 * @param tags of the copy, in the order given
 * @param ownerId 12-digit account that the copy will belong to; null for the daemon's own
 * @param defaultKey KMS key id or alias for what a volume whose target is in the clear has none for; empty for the daemon's
 * @param performance what tools read back of the copy
 * @param clientToken by which a second try of the order is known, or null
 */
public record VolumeCopyOrder(
        String sourceVolume,
        long sizeBytes,
        String name,
        List<Tag> tags,
        @Nullable String ownerId,
        Optional<String> defaultKey,
        VolumePerformance performance,
        @Nullable ClientToken clientToken) {

    public VolumeCopyOrder {
        tags = List.copyOf(tags);
    }
}
