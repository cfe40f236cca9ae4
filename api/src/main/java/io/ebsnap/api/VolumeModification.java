package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * A change of a volume, as EC2 tells it.
 *
 * @param volumeId {@code vol-...}
 * @param modificationState {@code completed}: the answer comes when it is done
 * @param originalSize in GiB, rounded up
 * @param targetSize in GiB, rounded up
 * @param progress percent
 * @param originalSizeInBytes before
 * @param targetSizeInBytes now
 * @param originalPerformance before; absent is EC2's default
 * @param targetPerformance now; absent is EC2's default
 */
public record VolumeModification(
        String volumeId,
        String modificationState,
        long originalSize,
        long targetSize,
        long progress,
        long originalSizeInBytes,
        long targetSizeInBytes,
        @Nullable VolumePerformance originalPerformance,
        @Nullable VolumePerformance targetPerformance) {}
