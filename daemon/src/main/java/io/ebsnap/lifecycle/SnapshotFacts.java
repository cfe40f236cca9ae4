package io.ebsnap.lifecycle;

import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.util.List;

/**
 * What policies look at of a snapshot.
 *
 * @param id {@code snap-...}
 * @param volumeId of the volume that it shows; of a copy that a policy made, that of its source
 * @param ownerId 12-digit account
 * @param time the instant that it shows
 * @param state where it is in its life
 * @param tags of the snapshot
 * @param marks what a policy has noted on it
 * @param protection what keeps it from being deleted, as the end of a sentence that begins with "kept because"; else empty
 */
public record SnapshotFacts(
        String id,
        String volumeId,
        String ownerId,
        Instant time,
        SnapshotState state,
        List<Tag> tags,
        Marks marks,
        String protection) {

    public SnapshotFacts {
        tags = List.copyOf(tags);
    }

    boolean completed() {
        return state == SnapshotState.COMPLETED;
    }
}
