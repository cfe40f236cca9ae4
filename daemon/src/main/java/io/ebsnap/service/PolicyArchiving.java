package io.ebsnap.service;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.tiering.TieringService;

/**
 * Archives snapshots as policies want it.
 *
 * @param snapshots as those see them for whom that is done
 * @param tiering as they may order it
 */
record PolicyArchiving(SnapshotService snapshots, TieringService tiering) {

    /** What is archived, or on its way there, maybe by a run that was killed, is left as it is. */
    void archive(SnapshotId id) {
        SnapshotRecord snapshot = snapshots.find(id).orElseThrow(() -> new Failure.NotFound("there is no " + id));
        if (!snapshot.inArchive() && !snapshot.onItsWayToArchive()) {
            SnapshotRecord unused = tiering.archive(id);
        }
    }
}
