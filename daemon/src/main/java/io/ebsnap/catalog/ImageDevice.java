package io.ebsnap.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A device of an image: what a machine that is launched from it finds there.
 *
 * @param deviceName such as {@code /dev/sda}
 * @param snapshotId whose content it has; null for a volume of zeros, or for none
 * @param volumeSizeInBytes how long the volume is, at least as long as the snapshot; 0 if there is no volume
 * @param deleteOnTermination whether the volume is deleted when its launch is terminated
 */
public record ImageDevice(
        String deviceName, @Nullable String snapshotId, long volumeSizeInBytes, boolean deleteOnTermination) {

    /** Whether there is no volume there. */
    public boolean noDevice() {
        return snapshotId == null && volumeSizeInBytes == 0;
    }
}
