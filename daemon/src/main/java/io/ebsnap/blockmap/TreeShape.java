package io.ebsnap.blockmap;

import io.ebsnap.format.BlockMapPage;
import io.ebsnap.geometry.VolumeGeometry;

/** The arithmetic of the page tree: which page and slot a block belongs to. */
final class TreeShape {

    private static final int FAN_OUT_BITS = Integer.numberOfTrailingZeros(BlockMapPage.FAN_OUT);

    private TreeShape() {}

    /** The level of the root page of a volume: the least whose page covers all its blocks. */
    static int rootLevel(VolumeGeometry geometry) {
        int level = 0;
        while (blocksPerPage(level) < geometry.blockCount()) {
            level++;
        }
        return level;
    }

    /** How many blocks a page of a level covers. */
    static long blocksPerPage(int level) {
        return 1L << (FAN_OUT_BITS * (level + 1));
    }

    /** How many blocks a slot of a page of a level covers. */
    static long blocksPerSlot(int level) {
        return 1L << (FAN_OUT_BITS * level);
    }

    /** The first block of the page of a level that covers {@code block}. */
    static long firstBlockOfPage(long block, int level) {
        return block & -blocksPerPage(level);
    }

    /** The slot for {@code block} in the page of a level that covers it. */
    static int slot(long block, int level) {
        return (int) (block >>> (FAN_OUT_BITS * level)) & (BlockMapPage.FAN_OUT - 1);
    }
}
