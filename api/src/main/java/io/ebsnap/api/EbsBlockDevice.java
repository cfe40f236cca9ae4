package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * The volume of a device of an image.
 *
 * @param deleteOnTermination whether it is deleted when its launch is terminated; absent in a request: yes
 * @param snapshotId whose content it has; a volume of zeros when absent
 * @param volumeSize in GiB, rounded up; not in a request
 * @param volumeSizeInBytes how long it is; absent in a request: as long as the snapshot
 * @param encrypted true if there is a snapshot; not in a request
 */
public record EbsBlockDevice(
        @Nullable Boolean deleteOnTermination,
        @Nullable String snapshotId,
        @Nullable Long volumeSize,
        @Nullable Long volumeSizeInBytes,
        @Nullable Boolean encrypted) {}
