package io.ebsnap.snapshot;

import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.SnapshotId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots: taking, finding, comparing, measuring and deleting them. Safe for use by several threads. */
public interface SnapshotService {

    /** How many changes one call of {@link #diff} gives at most. */
    int DIFF_LIMIT_MAX = 10_000;

    /**
     * Takes snapshots, of one instant if there are several: then they are a group, and one that fails later makes all of them fail. When it returns, their instants are fixed and their records are {@code pending}; their blocks are copied
     * afterwards, at most one snapshot of a volume and a configured number of all at a time. If one instant of an order cannot be had,
     * none is kept.
     *
     * @return a record for each volume, in the order's order
     * @throws io.ebsnap.failure.Failure.Invalid if the order is wrong in itself
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such volume, device or key
     * @throws io.ebsnap.failure.Failure.Conflict if the instant cannot be had; the hint says the ways out
     * @throws io.ebsnap.failure.Failure.Exhausted if too many snapshots are pending
     */
    List<SnapshotRecord> create(SnapshotOrder order);

    /**
     * Copies a snapshot. Under its own key the copy is completed when this returns, and shares everything with it; under another key it is {@code pending}, and
     * its blocks are sealed anew afterwards: those that an earlier copy under that key does not have. It shows the instant of its source, which may be deleted
     * while it is copied, and belongs to no volume.
     *
     * @return the copy's record
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot or key
     * @throws io.ebsnap.failure.Failure.Conflict if the snapshot is not completed
     * @throws io.ebsnap.failure.Failure.Denied if one of the keys may not be used
     * @throws io.ebsnap.failure.Failure.Exhausted if too many snapshots are pending
     */
    SnapshotRecord copy(SnapshotCopyOrder order);

    /**
     * What a copy would take; nothing is done. Costs time in proportion to what would be sealed anew.
     *
     * @throws io.ebsnap.failure.Failure as {@link #copy}
     */
    CopyPlan planCopy(SnapshotCopyOrder order);

    /** A snapshot, if it exists. */
    Optional<SnapshotRecord> find(SnapshotId id);

    /** All snapshots in the order of their start times. */
    List<SnapshotRecord> list();

    /** How far a snapshot is that this daemon is taking; empty for any other. Costs next to nothing. */
    Optional<SnapshotProgress> progress(SnapshotId id);

    /**
     * Stops a pending snapshot: its state becomes {@code error}.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Conflict if it is not pending, or somebody objects
     */
    SnapshotRecord cancel(SnapshotId id);

    /** Deletes snapshots, each by itself, but for one of a group that is being taken, which goes with all of it, and for those to which a {@link DeletionObjection} is made; pending ones are cancelled first. Space comes back with the next collection. */
    List<Deletion> delete(Collection<SnapshotId> ids);

    /**
     * Gives up what is kept to find out what changes in a volume: the next snapshot of it compares everything. Whoever was wrong about that has
     * been seen to.
     *
     * @param volume id, name, or device path or URI
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    void untrack(String volume);

    /** Of which volumes somebody was wrong who told what changed, at most one of each; the oldest first. */
    List<ContradictionRecord> contradictions();

    /**
     * Blocks that differ between two completed snapshots, of the same volume or not. Costs time in proportion to the difference; blocks that are
     * equal in content under two different keys count as different.
     *
     * @param from the first block to be looked at
     * @param limit how many changes at most, 1 .. {@link #DIFF_LIMIT_MAX}
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if one is not completed
     */
    DiffPage diff(SnapshotId first, SnapshotId second, BlockIndex from, int limit);

    /**
     * What completed snapshots take, as if they were one; of one alone, what it takes. Walks the block maps of everything under their keys;
     * what was counted is kept until records change or chunks move.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if one is not completed
     * @throws io.ebsnap.failure.Failure.Denied if a key is not to be had
     */
    SnapshotSizes sizes(Collection<SnapshotId> ids);

    /** What each completed snapshot takes, by its id; those are left out whose block maps cannot be read, or whose key is not to be had. Costs as {@link #sizes}. */
    Map<String, SnapshotSizes> sizesOfAll();

    /**
     * Which snapshot each one comes after, of those that are still there, by their ids: the one that it was compared with, or where that is
     * deleted the one before it of the same volume, or the one that its volume was made of. A parent is always earlier than its child.
     */
    Map<String, String> parents();

    /** What is stored under each data key. Costs as {@link #sizes}. */
    List<DomainUsage> usage();
}
