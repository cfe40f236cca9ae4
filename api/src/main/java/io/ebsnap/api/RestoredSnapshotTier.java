package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a snapshot is brought back from the archive.
 *
 * @param snapshotId which
 * @param restoreStartTime since when
 * @param restoreDuration for how many days; absent if for good
 * @param isPermanentRestore whether for good
 */
public record RestoredSnapshotTier(
        String snapshotId,
        Instant restoreStartTime,
        @Nullable Integer restoreDuration,
        boolean isPermanentRestore) {}
