package io.ebsnap.direct;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import java.security.MessageDigest;
import java.util.Iterator;

/**
 * What was put into an upload, counted along its maps.
 *
 * @param changedBlocks how many different blocks
 * @param checksum of their checksums, in ascending order
 * @param contentBlocks that are not holes, also of the parent
 */
record UploadTally(long changedBlocks, BlockChecksum checksum, long contentBlocks) {

    static UploadTally of(HeldMaps maps, BlockMapReader reader) {
        MessageDigest sum = BlockChecksum.sha256();
        long changed = 0;
        Iterator<MappedBlock> put = reader.blocksFrom(maps.checksums(), new BlockIndex(0));
        while (put.hasNext()) {
            sum.update(put.next().id().bytes());
            changed++;
        }
        return new UploadTally(changed, BlockChecksum.ofAll(sum), count(reader, maps.blocks()));
    }

    /** Passes what a client says if it is so. */
    void require(UploadEnd end) {
        if (end.changedBlocks() != changedBlocks) {
            throw new Failure.Invalid(
                    Reason.INVALID_BLOCK,
                    changedBlocks + " blocks of " + end.snapshot() + " were put, not " + end.changedBlocks());
        }
        BlockChecksum said = end.checksum();
        if (said != null && !said.equals(checksum)) {
            throw new Failure.Invalid(
                    Reason.INVALID_BLOCK, "the blocks that were put into " + end.snapshot() + " have another checksum");
        }
    }

    /** For the record. */
    SnapshotContent content(HeldMaps maps, long elapsedMillis) {
        return new SnapshotContent(
                maps.blocks().root().map(ChunkId::hex).orElse(null),
                contentBlocks * DirectSnapshots.BLOCK_BYTES,
                changedBlocks,
                maps.blocks().geometry().blockCount() - contentBlocks,
                changedBlocks,
                maps.stored().blocks(),
                maps.stored().bytes(),
                elapsedMillis);
    }

    private static long count(BlockMapReader reader, BlockMap map) {
        long count = 0;
        Iterator<MappedBlock> blocks = reader.blocksFrom(map, new BlockIndex(0));
        while (blocks.hasNext()) {
            MappedBlock unused = blocks.next();
            count++;
        }
        return count;
    }
}
