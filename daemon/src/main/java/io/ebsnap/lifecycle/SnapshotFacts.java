package io.ebsnap.lifecycle;

import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What policies look at of a snapshot, or of an image that a policy has made.
 *
 * @param id {@code snap-...} or {@code ami-...}
 * @param volumeId of the volume that it shows; of a copy that a policy made, that of its source; of an image the id of the policy
 * @param ownerId 12-digit account
 * @param time the instant that it shows
 * @param state where it is in its life
 * @param tags of the snapshot
 * @param marks what a policy has noted on it
 * @param protections what keeps it from being deleted, whatever policies say
 * @param verified whether all of its content was read and found sound since it was completed
 */
public record SnapshotFacts(
        String id,
        String volumeId,
        String ownerId,
        Instant time,
        SnapshotState state,
        List<Tag> tags,
        Marks marks,
        List<Protection> protections,
        boolean verified) {

    public SnapshotFacts {
        tags = List.copyOf(tags);
        protections = List.copyOf(protections);
    }

    /** Whether it is an image. */
    boolean isImage() {
        return id.startsWith("ami-");
    }

    boolean completed() {
        return state == SnapshotState.COMPLETED;
    }

    /** The same in another state, marked otherwise. */
    SnapshotFacts with(SnapshotState next, Marks other) {
        return new SnapshotFacts(id, volumeId, ownerId, time, next, other.in(tags), other, protections, verified);
    }

    /** The same, protected by one thing more. */
    SnapshotFacts with(Protection another) {
        List<Protection> more = new ArrayList<>(protections);
        more.add(another);
        return new SnapshotFacts(id, volumeId, ownerId, time, state, tags, marks, more, verified);
    }
}
