package io.ebsnap.api;

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
 */
public record VolumeModification(
        String volumeId,
        String modificationState,
        long originalSize,
        long targetSize,
        long progress,
        long originalSizeInBytes,
        long targetSizeInBytes) {}
