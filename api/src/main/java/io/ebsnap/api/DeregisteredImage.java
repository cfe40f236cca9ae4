package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image is given up.
 *
 * @param success always true
 * @param deleteSnapshotResults what became of its snapshots, if they were to be deleted
 * @param recycleBinExitTime until when it is in the recycle bin; absent if it is gone
 */
public record DeregisteredImage(
        @Spelled("Return") boolean success,
        List<DeletedSnapshot> deleteSnapshotResults,
        @Nullable Instant recycleBinExitTime) {}
