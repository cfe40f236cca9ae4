package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * How far a volume's content has come, as EC2's DescribeVolumeStatus tells it.
 *
 * @param initializationType {@code provisioned-rate} if a rate was asked for, else {@code default}
 * @param progress percent; 100 only when everything is there
 * @param estimatedTimeToCompleteInSeconds absent if nothing tells
 */
public record InitializationStatus(
        String initializationType, long progress, @Nullable Long estimatedTimeToCompleteInSeconds) {}
