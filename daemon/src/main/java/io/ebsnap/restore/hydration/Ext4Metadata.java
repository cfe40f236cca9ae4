package io.ebsnap.restore.hydration;

import io.ebsnap.partition.DiskBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where an ext2, ext3 or ext4 file system keeps what is read before any file: superblock, group descriptors, bitmaps, inode tables. Fields and
 * offsets: {@code Documentation/filesystems/ext4} of the Linux kernel. Nothing is verified.
 */
final class Ext4Metadata {

    private static final int SUPERBLOCK = 1024;
    private static final int MAGIC = 0xEF53;
    private static final int INCOMPAT_64BIT = 0x80;
    private static final int GROUPS_MAX = 1 << 17;
    private static final int GROUPS_AT_ONCE = 1024;

    private final DiskBytes bytes;
    private final MetadataRanges ranges;
    private final long blockBytes;
    private final int descriptorBytes;
    private final long tableBytes;

    private Ext4Metadata(DiskBytes bytes, MetadataRanges ranges, ByteBuffer superblock) {
        this.bytes = bytes;
        this.ranges = ranges;
        this.blockBytes = 1024L << Math.clamp(superblock.getInt(24), 0, 6);
        boolean wide = (superblock.getInt(96) & INCOMPAT_64BIT) != 0;
        this.descriptorBytes = wide ? Math.clamp(Short.toUnsignedInt(superblock.getShort(254)), 64, 1024) : 32;
        this.tableBytes = Math.clamp(superblock.getInt(40), 0, 1 << 20)
                * (long) Math.clamp(Short.toUnsignedInt(superblock.getShort(88)), 128, 4096);
    }

    /** Finds it; false if there is no such file system. */
    static boolean find(DiskBytes bytes, MetadataRanges ranges) {
        ByteBuffer superblock = bytes.read(SUPERBLOCK, 1024, ByteOrder.LITTLE_ENDIAN);
        if (Short.toUnsignedInt(superblock.getShort(56)) != MAGIC) {
            return false;
        }
        long perGroup = Integer.toUnsignedLong(superblock.getInt(32));
        long blocks = Integer.toUnsignedLong(superblock.getInt(4));
        int groups = perGroup == 0 ? 0 : (int) Math.min(GROUPS_MAX, Math.ceilDiv(blocks, perGroup));
        new Ext4Metadata(bytes, ranges, superblock).groups(groups, Integer.toUnsignedLong(superblock.getInt(20)) + 1);
        return true;
    }

    private void groups(int count, long descriptorsBlock) {
        long descriptors = descriptorsBlock * blockBytes;
        ranges.add(0, SUPERBLOCK + 1024);
        ranges.add(descriptors, (long) count * descriptorBytes);
        for (int group = 0; group < count; group += GROUPS_AT_ONCE) {
            int some = Math.min(GROUPS_AT_ONCE, count - group);
            ByteBuffer table = bytes.read(
                    descriptors + (long) group * descriptorBytes, some * descriptorBytes, ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < some; i++) {
                group(table, i * descriptorBytes);
            }
        }
    }

    private void group(ByteBuffer table, int at) {
        ranges.add(block(table, at, 0), blockBytes);
        ranges.add(block(table, at, 4), blockBytes);
        ranges.add(block(table, at, 8), tableBytes);
    }

    /** The offset of a block that a descriptor names, whose high half stands 32 bytes on. */
    private long block(ByteBuffer table, int at, int field) {
        long low = Integer.toUnsignedLong(table.getInt(at + field));
        long high = descriptorBytes >= 64 ? Integer.toUnsignedLong(table.getInt(at + 32 + field)) : 0;
        return Math.min(high << 32 | low, Long.MAX_VALUE / blockBytes) * blockBytes;
    }
}
