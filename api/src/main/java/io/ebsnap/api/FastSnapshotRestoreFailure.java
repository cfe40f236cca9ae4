package io.ebsnap.api;

import java.util.List;

/**
 * A snapshot for which fast restore could not be changed.
 *
 * @param snapshotId as it was named
 * @param fastSnapshotRestoreStateErrors one for each zone
 */
public record FastSnapshotRestoreFailure(
        String snapshotId, List<FastSnapshotRestoreStateError> fastSnapshotRestoreStateErrors) {}
