package io.ebsnap.check;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.lock.SnapshotLocks;
import io.ebsnap.store.Headroom;
import io.ebsnap.store.ObjectStore;
import java.util.Optional;

/**
 * What is cared for. All belong to the caller.
 *
 * @param store the objects
 * @param catalog the records
 * @param index of the chunks
 * @param chunks the packs
 * @param pages reads block maps
 * @param mapsInUse what running work reads
 * @param quarantine what was found damaged
 * @param headroom space for deleting on a full disk
 * @param scrubbed what was verified when
 * @param scrubbedArchive what of the archive was verified when
 * @param history how the store has grown
 * @param archive of the store, if it has one
 * @param locks what must be there before anything is deleted
 */
public record CheckParts(
        ObjectStore store,
        Catalog catalog,
        ChunkIndex index,
        ChunkStore chunks,
        PageLoader pages,
        MapsInUse mapsInUse,
        Quarantine quarantine,
        Headroom headroom,
        ScrubLedger scrubbed,
        ScrubLedger scrubbedArchive,
        StoreHistory history,
        Optional<ChunkArchive> archive,
        SnapshotLocks locks) {

    /** Whether a chunk that has no place in the store itself may be in the archive. */
    boolean mayBeArchived(ChunkId id) {
        return archive.filter(known -> known.mayHave(id)).isPresent();
    }
}
