package io.ebsnap.volume;

import io.ebsnap.catalog.VolumePerformance;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different of a volume.
 *
 * @param sizeBytes how long it shall be; 0 is as long as it is
 * @param volumeType EC2's word for what tools read back; null is as it is
 * @param iops operations a second that tools read back, or null
 * @param throughput MiB a second that tools read back, or null
 */
public record VolumeChange(
        long sizeBytes,
        @Nullable String volumeType,
        @Nullable Integer iops,
        @Nullable Integer throughput) {

    /** Another size. */
    public static VolumeChange ofSize(long sizeBytes) {
        return new VolumeChange(sizeBytes, null, null, null);
    }

    /** What tools read back then; see {@link VolumePerformance#changed}. */
    VolumePerformance of(VolumePerformance before) {
        return before.changed(volumeType, iops, throughput);
    }
}
