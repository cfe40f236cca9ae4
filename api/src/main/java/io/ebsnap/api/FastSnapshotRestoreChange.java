package io.ebsnap.api;

import java.util.List;

/**
 * What enabling or disabling came to.
 *
 * @param successful those for which it could be ordered
 * @param unsuccessful the others
 */
public record FastSnapshotRestoreChange(
        List<FastSnapshotRestore> successful, List<FastSnapshotRestoreFailure> unsuccessful) {}
