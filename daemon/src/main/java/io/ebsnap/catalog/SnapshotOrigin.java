package io.ebsnap.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot was taken of, and how.
 *
 * @param device path or URI at that time
 * @param sizeBytes of the volume
 * @param consistency how the instant was had: a word of {@code ConsistencyMethod}
 * @param instantArtifact what holds the instant while the snapshot is pending and can be found again by a restarted
 *     daemon (an LVM snapshot, a reflink copy): a device or file path; null if nothing does
 * @param domainId 32 hexadecimal digits: the domain of its chunks and pages
 * @param parentSnapshotId the snapshot of the same volume that it was compared with; null for the first
 * @param changeDetection {@code full}: every block was read and compared by its id
 */
public record SnapshotOrigin(
        String device,
        long sizeBytes,
        String consistency,
        @Nullable String instantArtifact,
        String domainId,
        @Nullable String parentSnapshotId,
        String changeDetection) {}
