package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot was taken of, and how.
 *
 * @param device path or URI at that time
 * @param volumeSizeInBytes exact
 * @param consistency how its instant was had: {@code lvm-snapshot}, {@code reflink}, {@code read-only}, {@code unused},
 *     {@code frozen}, {@code export} or {@code fuzzy}
 * @param parentSnapshotId the snapshot that it was compared with
 * @param changeDetection {@code full} when every block was read
 */
public record SnapshotOrigin(
        String device,
        long volumeSizeInBytes,
        String consistency,
        @Nullable String parentSnapshotId,
        String changeDetection) {}
