package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a copy of a snapshot that lies elsewhere was made of.
 *
 * @param place where it lies: {@code remote:} and the fingerprint of another daemon
 * @param snapshotId its id there
 * @param volumeId of the volume that it was taken of there: a later copy of the same volume builds on this one
 * @param bytesPerSecondMax how fast it may be fetched; 0 for as fast as it goes
 * @param completeBy when it is wanted; null if nobody said
 */
public record DistantOrigin(
        String place,
        String snapshotId,
        String volumeId,
        long bytesPerSecondMax,
        @Nullable Instant completeBy) {}
