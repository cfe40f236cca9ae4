package io.ebsnap.api;

import java.time.Instant;

/**
 * That a snapshot is being archived.
 *
 * @param snapshotId which
 * @param tieringStartTime since when
 */
public record ModifiedSnapshotTier(String snapshotId, Instant tieringStartTime) {}
