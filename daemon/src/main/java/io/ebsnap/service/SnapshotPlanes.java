package io.ebsnap.service;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.Keyring;
import io.ebsnap.volume.BlockCache;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.SnapshotBlocks;
import io.ebsnap.volume.SnapshotPlane;

/**
 * Opens snapshots to be read. What is open is held: it can be read to the end though the snapshot is deleted.
 *
 * @param catalog of the snapshots
 * @param keyring says whether one can be read
 * @param chunks reads and proves chunks
 * @param pages reads block maps
 * @param mapsInUse keeps what is open
 */
record SnapshotPlanes(Catalog catalog, Keyring keyring, ChunkReader chunks, PageLoader pages, MapsInUse mapsInUse) {

    /**
     * Opens a snapshot.
     *
     * @throws Failure.NotFound if there is none
     * @throws Failure.Conflict if it is not completed
     */
    DataPlane open(SnapshotId snapshot) {
        BlockMap map = BlockMap.of(require(snapshot));
        keyring.keysOf(map.domain());
        MapsInUse.Hold hold = mapsInUse.holdRequired(map, () -> require(snapshot));
        SnapshotBlocks blocks = new SnapshotBlocks(map, new BlockMapReader(pages), chunks);
        return new SnapshotPlane(
                snapshot.value(), map.geometry().sizeBytes(), blocks, new BlockCache(blocks), hold::close);
    }

    long sizeBytes(SnapshotId snapshot) {
        return BlockMap.of(require(snapshot)).geometry().sizeBytes();
    }

    /** How much of it is not holes. */
    long contentBytes(SnapshotId snapshot) {
        SnapshotContent content = require(snapshot).content();
        return content == null ? 0 : content.fullSnapshotSizeInBytes();
    }

    private SnapshotRecord require(SnapshotId snapshot) {
        return catalog.find(CatalogKind.SNAPSHOT, snapshot.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound("there is no " + snapshot));
    }
}
