package io.ebsnap.restore.hydration;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of a disk: GPT (UEFI specification, chapter 5) and the four of an MBR. Only to guess what will be read soon, so nothing is
 * verified.
 */
final class PartitionTable {

    private static final int SECTOR = 512;
    private static final long EFI_PART = 0x5452415020494645L;
    private static final int MBR_SIGNATURE = 0xAA55;
    private static final int MBR_TABLE = 446;
    private static final int MBR_ENTRY = 16;
    private static final int GPT_ENTRY_MIN = 128;
    private static final int GPT_ENTRIES_MAX = 128;

    private PartitionTable() {}

    /** The whole, as it may hold a file system itself, and every partition. */
    static List<VolumeBytes> partsOf(VolumeBytes disk) {
        List<VolumeBytes> parts = new ArrayList<>();
        parts.add(disk);
        ByteBuffer head = disk.read(0, 2 * SECTOR, ByteOrder.LITTLE_ENDIAN);
        if (head.getLong(SECTOR) == EFI_PART) {
            gpt(disk, head, parts);
        } else if (Short.toUnsignedInt(head.getShort(SECTOR - 2)) == MBR_SIGNATURE) {
            mbr(disk, head, parts);
        }
        return parts;
    }

    private static void gpt(VolumeBytes disk, ByteBuffer head, List<VolumeBytes> parts) {
        long table = head.getLong(SECTOR + 72) * SECTOR;
        int count = Math.clamp(head.getInt(SECTOR + 80), 0, GPT_ENTRIES_MAX);
        int size = head.getInt(SECTOR + 84);
        if (size < GPT_ENTRY_MIN || size > 8 * GPT_ENTRY_MIN) {
            return;
        }
        ByteBuffer entries = disk.read(table, count * size, ByteOrder.LITTLE_ENDIAN);
        for (int entry = 0; entry < count; entry++) {
            long first = entries.getLong(entry * size + 32);
            long last = entries.getLong(entry * size + 40);
            add(disk, first, last - first + 1, parts);
        }
    }

    private static void mbr(VolumeBytes disk, ByteBuffer head, List<VolumeBytes> parts) {
        for (int entry = 0; entry < 4; entry++) {
            int at = MBR_TABLE + entry * MBR_ENTRY;
            add(disk, Integer.toUnsignedLong(head.getInt(at + 8)), Integer.toUnsignedLong(head.getInt(at + 12)), parts);
        }
    }

    private static void add(VolumeBytes disk, long firstSector, long sectors, List<VolumeBytes> parts) {
        if (firstSector > 0 && sectors > 0 && firstSector < disk.length() / SECTOR) {
            parts.add(disk.part(firstSector * SECTOR, Math.min(sectors, disk.length() / SECTOR) * SECTOR));
        }
    }
}
