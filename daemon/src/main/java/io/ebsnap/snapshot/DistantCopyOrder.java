package io.ebsnap.snapshot;

import io.ebsnap.catalog.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be copied from elsewhere.
 *
 * @param source completed there
 * @param description of the copy, at most 255 characters
 * @param tags of the copy; at most 50, with different keys
 * @param copyTags whether it gets the source's tags too, but for those of a key that {@code tags} has
 * @param key KMS key id, alias or ARN that the copy is sealed under; null for the default key
 * @param ownerId 12-digit account that the copy will belong to
 * @param pace how fast it may and must be
 */
public record DistantCopyOrder(
        DistantName source,
        String description,
        List<Tag> tags,
        boolean copyTags,
        @Nullable String key,
        String ownerId,
        Pace pace) {

    public DistantCopyOrder {
        tags = List.copyOf(tags);
    }

    /**
     * How fast a copy may and must be.
     *
     * @param bytesPerSecondMax that are fetched; 0 for as fast as it goes
     * @param within in which time it is to be completed
     */
    public record Pace(long bytesPerSecondMax, Optional<Duration> within) {

        /** As fast as it goes, whenever that is. */
        public static final Pace FREE = new Pace(0, Optional.empty());
    }
}
