package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was to be deleted is deleted.
 *
 * @param done whether something changed
 * @param recycleBinExitTime until when it is in the recycle bin; absent if it is gone
 */
public record Deleted(boolean done, @Nullable Instant recycleBinExitTime) {

    /** What is gone. */
    public static final Deleted GONE = new Deleted(true, null);
}
