package io.ebsnap.check;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Care of the store, beside running snapshots and restores. One collection or rebuild runs at a time: a second one is a
 * {@link io.ebsnap.failure.Failure.Conflict} that names the first. Safe for use by several threads.
 */
public interface StoreMaintenance {

    /**
     * Reads and proves every chunk of a part of the packs, and walks the block maps of all snapshots. Damaged chunks are quarantined: the
     * next snapshot that has their content stores it again. Where the store has several zones, every copy is checked, and a chunk is damaged
     * only if no copy is good. The result is a {@link VerifyResult}.
     *
     * @param repair whether a bad copy is replaced from a good one
     */
    TaskView verify(Sample sample, boolean repair);

    /**
     * Reads and proves every page and chunk of one snapshot. The result is a {@link VerifyResult}.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if it is not completed
     */
    TaskView verifySnapshot(SnapshotId id);

    /**
     * As {@link #verify}, of a part of the archive's packs, and of the block maps of archived snapshots.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the archive is away, or there is none
     */
    TaskView verifyArchive(Sample sample);

    /** Gives back the space of what no snapshot refers to. The result is a {@link CollectionResult}. */
    TaskView collectGarbage();

    /** Reads every pack's trailer and every catalog record anew. The result is a {@link RebuildResult}. */
    TaskView rebuildIndex();

    /** How far the store was verified of late. Reads no packs. */
    ScrubStatus scrubStatus();

    /** The same of the archive; empty if there is none. */
    Optional<ScrubStatus> archiveScrubStatus();

    /** When all of a snapshot's content was last known to be whole; empty if it was not verified since it was completed. */
    Optional<Instant> verifiedAt(SnapshotRecord snapshot);

    /** How the store has grown, the oldest day first. */
    List<StoreDay> history();

    /** The store in numbers. Reads no packs. */
    StoreStatistics statistics();
}
