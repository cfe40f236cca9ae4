package io.ebsnap.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot was taken of, and how.
 *
 * @param device path or URI at that time; of a copy the id of the snapshot that was copied
 * @param sizeBytes of the volume
 * @param consistency how the instant was had: a word of {@code ConsistencyMethod}
 * @param instantArtifact what holds the instant while the snapshot is pending and can be found again by a restarted
 *     daemon (an LVM snapshot, a reflink copy): a device or file path, of a copy the snapshot that is copied; null if nothing does
 * @param domainId 32 hexadecimal digits: the domain of its chunks and pages
 * @param parentSnapshotId the snapshot of the same volume, or the earlier copy of one, that it was compared with; null for the first
 * @param changeDetection {@code full}: every block was read and compared by its id
 */
public record SnapshotOrigin(
        String device,
        long sizeBytes,
        String consistency,
        @Nullable String instantArtifact,
        String domainId,
        @Nullable String parentSnapshotId,
        String changeDetection) {

    /** The consistency of a copy. */
    public static final String COPY = "copy";

    /** The snapshot that it is a copy of; empty if it was taken of a device. */
    public Optional<String> copyOf() {
        return consistency.equals(COPY) ? Optional.of(device) : Optional.empty();
    }
}
