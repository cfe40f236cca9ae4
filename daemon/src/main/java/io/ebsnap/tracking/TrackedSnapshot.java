package io.ebsnap.tracking;

import io.ebsnap.format.KeptCopy;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.Optional;

/**
 * A snapshot, as far as what was noted with it must match when the next one asks what changed since.
 *
 * @param volume {@code vol-...}
 * @param snapshot {@code snap-...}
 * @param domain under whose keys it is sealed
 * @param sizeBytes of the volume
 * @param contentBlocks blocks that are not holes; 0 while it is being made
 * @param root of its block map; empty if every block is a hole, or while it is being made
 */
public record TrackedSnapshot(
        String volume, String snapshot, DomainId domain, long sizeBytes, long contentBlocks, Optional<ChunkId> root) {

    /** What a note must say to be of it. */
    KeptCopy.Content content() {
        return new KeptCopy.Content(volume, snapshot, domain, sizeBytes, root);
    }

    /** The same when it is made. */
    public TrackedSnapshot made(long contents, Optional<ChunkId> known) {
        return new TrackedSnapshot(volume, snapshot, domain, sizeBytes, contents, known);
    }
}
