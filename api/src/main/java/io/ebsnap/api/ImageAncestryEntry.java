package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image in the line of what another one came from.
 *
 * @param creationDate when it was ordered
 * @param imageId {@code ami-...}
 * @param imageOwnerId 12 digits
 * @param name its name
 * @param sourceImageId what it came from; absent for the first one
 */
public record ImageAncestryEntry(
        Instant creationDate,
        String imageId,
        String imageOwnerId,
        String name,
        @Nullable String sourceImageId) {}
