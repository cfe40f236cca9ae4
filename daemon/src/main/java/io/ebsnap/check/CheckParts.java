package io.ebsnap.check;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.lock.SnapshotLocks;
import io.ebsnap.store.Headroom;
import io.ebsnap.store.ObjectStore;

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
        SnapshotLocks locks) {}
