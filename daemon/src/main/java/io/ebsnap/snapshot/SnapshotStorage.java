package io.ebsnap.snapshot;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.kms.Keyring;
import io.ebsnap.store.Headroom;
import java.util.List;

/**
 * Where snapshots are kept. All belong to the caller.
 *
 * @param catalog their records
 * @param chunks their content
 * @param pages reads their block maps
 * @param mapsInUse keeps what a copy reads
 * @param keyring names the keys
 * @param headroom space for deleting on a full disk
 * @param objections who is asked before one is deleted or cancelled; the first reason counts
 */
public record SnapshotStorage(
        Catalog catalog,
        ChunkStore chunks,
        PageLoader pages,
        MapsInUse mapsInUse,
        Keyring keyring,
        Headroom headroom,
        List<DeletionObjection> objections) {

    public SnapshotStorage {
        objections = List.copyOf(objections);
    }
}
