package io.ebsnap.direct;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;

/**
 * Snapshots that are written and read block by block, as EBS's direct APIs do it. What of a failure the protocol tells is in
 * {@link io.ebsnap.failure.Reason#of}. Every call may also fail as the store fails. Safe for use by several threads.
 */
public interface DirectSnapshots {

    /** Length of every block: the last one of a volume of another size is filled with zeros. */
    int BLOCK_BYTES = VolumeGeometry.BLOCK_BYTES;

    /**
     * StartSnapshot: a snapshot in state pending, of its parent's blocks or of nothing but zeros. The same order under the same client token
     * gives the same snapshot.
     *
     * @return its record as it is now
     * @throws io.ebsnap.failure.Failure.Invalid if something is out of bounds
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such parent or key
     * @throws io.ebsnap.failure.Failure.Conflict without a reason if the token was used for another order; with one if the parent cannot be one
     * @throws io.ebsnap.failure.Failure.Denied if the key may not be used
     * @throws io.ebsnap.failure.Failure.Exhausted if as many as allowed are pending
     */
    SnapshotRecord start(UploadOrder order);

    /**
     * PutSnapshotBlock: when it returns, the block survives a power cut. Blocks come in any order; a later one of the same index counts.
     *
     * @param content {@link #BLOCK_BYTES} bytes; the caller's again when the call returns
     * @throws io.ebsnap.failure.Failure.Invalid if it is not what its checksum says, or beyond the end
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if the snapshot is not pending, or other content of the same block is being written
     */
    void putBlock(BlockUpload block, ArraySlice content);

    /**
     * CompleteSnapshot: the snapshot is completed when it returns. Once more for one that is completed already changes nothing.
     *
     * @return its record as it is now
     * @throws io.ebsnap.failure.Failure.Invalid if what was put is not what is said here: the snapshot stays pending
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if it failed, or was not started by {@link #start}
     */
    SnapshotRecord complete(UploadEnd end);

    /**
     * ListSnapshotBlocks: the blocks that are not holes, in ascending order.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if the page's token is not good, or a number out of bounds
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if it is not completed, or archived
     */
    BlockPage<ListedBlock> listBlocks(SnapshotId snapshot, PageOrder page);

    /**
     * ListChangedBlocks: the blocks in which two snapshots differ, in ascending order. They need have nothing to do with each other; of two under
     * different keys every block that is not a hole in both is named.
     *
     * @throws io.ebsnap.failure.Failure as {@link #listBlocks}, of both
     */
    BlockPage<ChangedBlock> listChangedBlocks(ChangeOrder snapshots, PageOrder page);

    /**
     * GetSnapshotBlock.
     *
     * @param target {@link #BLOCK_BYTES} bytes, all of which are written
     * @return the checksum of what was read
     * @throws io.ebsnap.failure.Failure.Invalid if the token is not good
     * @throws io.ebsnap.failure.Failure as {@link #listBlocks}
     */
    BlockChecksum getBlock(BlockOrder block, ArraySlice target);
}
