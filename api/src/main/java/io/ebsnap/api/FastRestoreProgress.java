package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What is being done for fast restore of a snapshot.
 *
 * @param phase {@code filling} the image, {@code verifying} it, or {@code copying} it
 * @param bytesTotal of the phase
 * @param bytesDone of it
 * @param rateBytesPerSecond now
 * @param etaSeconds until the end of the phase; absent if nothing tells
 */
public record FastRestoreProgress(
        String phase,
        long bytesTotal,
        long bytesDone,
        long rateBytesPerSecond,
        @Nullable Long etaSeconds) {}
