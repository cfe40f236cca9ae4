package io.ebsnap.restore.hydration;

import io.ebsnap.partition.DiskBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where an XFS file system keeps what is read before any file: the head of each allocation group, and the log. Fields and offsets: "XFS Algorithms
 * and Data Structures". Nothing is verified.
 */
final class XfsMetadata {

    private static final int MAGIC = 0x58465342;
    private static final int GROUPS_MAX = 1 << 16;

    /** Free space and inode trees begin right behind a group's headers. */
    private static final long HEAD_BYTES = 256 << 10;

    private static final long LOG_BYTES_MAX = 64L << 20;

    private XfsMetadata() {}

    /** Finds it; false if there is no such file system. */
    static boolean find(DiskBytes bytes, MetadataRanges ranges) {
        ByteBuffer superblock = bytes.read(0, 512, ByteOrder.BIG_ENDIAN);
        if (superblock.getInt(0) != MAGIC) {
            return false;
        }
        long blockBytes = Math.clamp(superblock.getInt(4), 512, 65_536);
        long groupBlocks = Integer.toUnsignedLong(superblock.getInt(84));
        long groups = Math.min(GROUPS_MAX, Integer.toUnsignedLong(superblock.getInt(88)));
        for (long group = 0; group < groups; group++) {
            ranges.add(group * groupBlocks * blockBytes, HEAD_BYTES);
        }
        log(superblock, blockBytes, groupBlocks, ranges);
        return true;
    }

    /** The log's place is an allocation group and a block within it. */
    private static void log(ByteBuffer superblock, long blockBytes, long groupBlocks, MetadataRanges ranges) {
        long place = superblock.getLong(48);
        int bits = Math.clamp(superblock.get(124), 0, 32);
        long group = place >>> bits;
        long within = place & ((1L << bits) - 1);
        if (group < GROUPS_MAX) {
            long length = Integer.toUnsignedLong(superblock.getInt(96)) * blockBytes;
            ranges.add((group * groupBlocks + within) * blockBytes, Math.min(LOG_BYTES_MAX, length));
        }
    }
}
