package io.ebsnap.direct;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.format.UploadPart;

/**
 * What an upload consists of as of its last checkpoint, kept from collections until it is closed.
 *
 * @param blocks the map of its blocks
 * @param checksums the checksum of each block that was put, in the place of a chunk. A collection takes the checksums for ids of chunks, which there are none of
 * @param stored what it has added to the store
 * @param ofBlocks keeps the first map
 * @param ofChecksums keeps the second one
 */
record HeldMaps(BlockMap blocks, BlockMap checksums, Stored stored, MapsInUse.Hold ofBlocks, MapsInUse.Hold ofChecksums)
        implements AutoCloseable {

    static HeldMaps hold(MapsInUse mapsInUse, BlockMap blocks, BlockMap checksums, Stored stored) {
        return new HeldMaps(blocks, checksums, stored, mapsInUse.hold(blocks), mapsInUse.hold(checksums));
    }

    UploadPart.Checkpoint checkpoint() {
        return new UploadPart.Checkpoint(
                blocks.geometry().sizeBytes(), stored.blocks(), stored.bytes(), blocks.root(), checksums.root());
    }

    @Override
    public void close() {
        ofBlocks.close();
        ofChecksums.close();
    }
}
