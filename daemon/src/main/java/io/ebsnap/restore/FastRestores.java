package io.ebsnap.restore;

import io.ebsnap.identity.SnapshotId;
import java.util.List;

/**
 * Fast restore: a snapshot that is enabled in a zone has its whole content there, so that volumes of it are complete when they appear. Safe for use
 * by several threads.
 */
public interface FastRestores {

    /** In how many zones snapshots may be enabled, or be so again, at a time. */
    int ENABLED_MAX = 256;

    /**
     * Orders it; what is enabled stays so, and what waits for something is tried again at once.
     *
     * @param zone empty is the only one, or the first
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Invalid if the zone is not the one of fast restore
     * @throws io.ebsnap.failure.Failure.Conflict if the snapshot is not completed, or fast restore of it is being disabled
     * @throws io.ebsnap.failure.Failure.Exhausted if too many are enabled
     * @throws io.ebsnap.failure.Failure.Denied if the snapshot's key does not open it
     */
    FastRestore enable(SnapshotId snapshot, String zone);

    /**
     * Gives it up; volumes that were made stay as they are. Its space is given back soon.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not enabled there
     */
    FastRestore disable(SnapshotId snapshot, String zone);

    /** All that are known, in the order of snapshots, then zones; those that are disabled for a day. */
    List<FastRestore> list();

    /** Looks at once whether snapshots were deleted: fast restore of these is disabled. It would be found out without that, later. */
    void snapshotsDeleted();
}
