package io.ebsnap.volume;

import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;

/** The arithmetic of blocks and their units. */
final class Units {

    /** What is valid or not as a whole: 4 KiB. */
    static final int UNIT = ValidityPage.UNIT_BYTES;

    /** What is fetched as a whole: 512 KiB. */
    static final int BLOCK = VolumeGeometry.BLOCK_BYTES;

    private Units() {}

    /** The block that a byte lies in. */
    static BlockIndex blockOf(long offset) {
        return new BlockIndex(offset / BLOCK);
    }

    /** Where a block begins. */
    static long start(BlockIndex block) {
        return block.value() * BLOCK;
    }

    /** How many bytes of a block a volume has. */
    static int length(BlockIndex block, long sizeBytes) {
        return (int) Math.min(BLOCK, sizeBytes - start(block));
    }

    /** The units that a range within one block touches. */
    static UnitSet of(long offset, long length) {
        long within = offset % BLOCK;
        return UnitSet.range((int) (within / UNIT), (int) ((within + length + UNIT - 1) / UNIT));
    }

    /** All units of a block. */
    static UnitSet all(BlockIndex block, long sizeBytes) {
        return of(start(block), length(block, sizeBytes));
    }

    /** Where the unit ends that a byte lies in. */
    static long endOfUnit(long offset) {
        return offset - offset % UNIT + UNIT;
    }

    /** Where the block ends that a byte lies in. */
    static long endOfBlock(long offset) {
        return offset - offset % BLOCK + BLOCK;
    }
}
