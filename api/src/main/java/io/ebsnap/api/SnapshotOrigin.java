package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot was taken of, and how.
 *
 * @param device path or URI at that time; of a copy the id of its source
 * @param volumeSizeInBytes exact
 * @param consistency how its instant was had: {@code managed-epoch}, {@code lvm-snapshot}, {@code reflink}, {@code read-only},
 *     {@code unused}, {@code frozen}, {@code export}, {@code copy} or {@code fuzzy}
 * @param parentSnapshotId the snapshot that it was compared with
 * @param changeDetection how it was found out what differs from the parent: {@code exact} when a tracker compared both states,
 *     {@code sampled} when somebody else told and a random sample was right, {@code full} when every block was read and compared by its id
 * @param changeTracker who told; absent with {@code full}
 * @param blocksRechecked blocks called unchanged that were read and compared all the same; absent with {@code full}
 * @param changeDetectionReason why it was not better known; absent if there is nothing to say
 * @param snapshotGroupId of all that show the same instant; absent of one that was taken alone
 * @param writersHeldMillis how long writers were held for the instant of the group
 */
public record SnapshotOrigin(
        String device,
        long volumeSizeInBytes,
        String consistency,
        @Nullable String parentSnapshotId,
        String changeDetection,
        @Nullable String changeTracker,
        @Nullable Long blocksRechecked,
        @Nullable String changeDetectionReason,
        @Nullable String snapshotGroupId,
        @Nullable Long writersHeldMillis) {

    /** Of one that was taken alone. */
    public SnapshotOrigin(
            String device,
            long volumeSizeInBytes,
            String consistency,
            @Nullable String parentSnapshotId,
            String changeDetection,
            @Nullable String changeTracker,
            @Nullable Long blocksRechecked,
            @Nullable String changeDetectionReason) {
        this(
                device,
                volumeSizeInBytes,
                consistency,
                parentSnapshotId,
                changeDetection,
                changeTracker,
                blocksRechecked,
                changeDetectionReason,
                null,
                null);
    }
}
