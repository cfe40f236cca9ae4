package io.ebsnap.snapshot;

import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.SnapshotId;
import java.time.Instant;
import java.util.List;

/**
 * What is told of a snapshot that lies elsewhere. Whoever makes one has checked lengths and ranges.
 *
 * @param snapshot its id there
 * @param volumeId of the volume that it was taken of
 * @param startTime the instant that it shows
 * @param sizeBytes of the volume, 1 or more
 * @param contentBytes of its blocks that are not holes
 * @param description the user's words there
 * @param tags there; empty in lists
 */
public record DistantFacts(
        SnapshotId snapshot,
        String volumeId,
        Instant startTime,
        long sizeBytes,
        long contentBytes,
        String description,
        List<Tag> tags) {

    public DistantFacts {
        tags = List.copyOf(tags);
    }
}
