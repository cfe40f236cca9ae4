package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the part of a volume has come that is wanted first: what users of earlier volumes of its snapshot read first, and file-system metadata.
 *
 * @param bytesTotal how much must be filled of it
 * @param bytesPresent how much of that the target holds
 * @param completionTime when it was all there; absent before
 */
public record BootSet(
        long bytesTotal, long bytesPresent, @Nullable Instant completionTime) {

    /** Whether it is all there. */
    public boolean isCompleted() {
        return completionTime != null;
    }
}
