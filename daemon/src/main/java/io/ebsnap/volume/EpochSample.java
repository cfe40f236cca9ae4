package io.ebsnap.volume;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.tracking.BlockSample;
import io.ebsnap.tracking.RecheckSettings;

/**
 * Blocks of a volume that an epoch keeps although they are called unchanged, so that they can be compared. Chosen without asking anybody: neither what was
 * changed nor what the snapshot before has of each block is known or needed for it.
 *
 * @param contents of these are compared which had content before
 * @param holes of these are compared which had none
 */
record EpochSample(BlockSample contents, BlockSample holes) {

    /** At most one in so many is kept for the sake of the little content that a volume has; fewer on tiny volumes. */
    private static final long GROUP_MIN = 8;

    /**
     * A sample of a volume: of all of its blocks, and where it is mostly holes, more of those with content.
     *
     * @param parent what its blocks are compared with; it has the same size
     */
    static EpochSample of(RecheckSettings settings, SnapshotRecord parent, long seed) {
        long blocks = blocks(parent.origin().sizeBytes());
        SnapshotContent content = parent.content();
        long contents = content == null ? blocks : blocks(content.fullSnapshotSizeInBytes());
        BlockSample all = BlockSample.of(settings, blocks, seed);
        if (contents > blocks / 2) {
            return new EpochSample(all, all);
        }
        long group = BlockSample.of(settings, contents, seed).group();
        return new EpochSample(new BlockSample(Math.max(group, Math.min(all.group(), GROUP_MIN)), seed), all);
    }

    private static long blocks(long bytes) {
        return Math.ceilDiv(bytes, VolumeGeometry.BLOCK_BYTES);
    }

    /** Whether a block may be compared. */
    boolean contains(long block) {
        return contents.contains(block) || holes.contains(block);
    }

    /** The first block at or after one that may be compared. */
    long next(long from) {
        return Math.min(contents.next(from), holes.next(from));
    }
}
