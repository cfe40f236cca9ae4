package io.ebsnap.api;

import java.time.Instant;

/**
 * A snapshot of a remote.
 *
 * @param snapshotId its id there
 * @param volumeId of the volume that it was taken of there
 * @param startTime the instant that it shows
 * @param sizeBytes of the volume
 * @param fullSnapshotSizeInBytes of its blocks that are not holes
 * @param description the user's words there
 */
public record RemoteSnapshot(
        String snapshotId,
        String volumeId,
        Instant startTime,
        long sizeBytes,
        long fullSnapshotSizeInBytes,
        String description) {}
