package io.ebsnap.tiering;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.TaskView;
import java.util.List;

/**
 * Moves snapshots into the archive and back. A snapshot can be read all the time, wherever it is; see {@code docs/design/archive.md}. Safe for use by several
 * threads.
 */
public interface TieringService {

    /**
     * Begins to archive a snapshot. It goes on after this has returned, also after a restart.
     *
     * @return the record, in which it is in progress
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if it is not completed, archived already or being moved
     * @throws io.ebsnap.failure.Failure.Unavailable if the archive is away, or not configured
     */
    SnapshotRecord archive(SnapshotId id);

    /**
     * What archiving it would come to; nothing is done. Walks the block maps of everything under its key.
     *
     * @throws io.ebsnap.failure.Failure as {@link #archive}, but that the archive may be away or not made yet
     */
    ArchivalPlan plan(SnapshotId id);

    /**
     * Begins to bring an archived snapshot back into the store. Of one that is back for some time, the time is changed at once.
     *
     * @return the record
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if it is not archived, being moved, or wanted back for good too early
     * @throws io.ebsnap.failure.Failure.Unavailable if the archive is away
     */
    SnapshotRecord restore(SnapshotId id, TierRestore order);

    /**
     * Ends a move that is under way, or waits: the snapshot stays where it was.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if it is not being moved
     */
    SnapshotRecord cancel(SnapshotId id);

    /** All snapshots that are or were moved, in the order of their start times. */
    List<SnapshotTier> list();

    /**
     * Nothing if a snapshot has been in the archive for as long as it should, or is not there.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if not; the hint says the way out
     */
    void requireOldEnough(SnapshotId id);

    /** The archive in numbers. Reads no packs. */
    ArchiveStatus status();

    /**
     * Moves what has become the archived snapshots' own since they were archived, then gives back the space in the archive of what none of them refers to.
     * The result is an {@link ArchiveCollectionResult}.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the archive is away, or there is none
     * @throws io.ebsnap.failure.Failure.Conflict if that is being done already
     */
    TaskView collect();
}
