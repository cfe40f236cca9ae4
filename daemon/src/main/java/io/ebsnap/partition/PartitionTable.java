package io.ebsnap.partition;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The partitions of a disk: GPT (UEFI specification, chapter 5), and MBR with logical partitions. What reaches beyond the disk is no partition; chains
 * and tables are bounded.
 */
public final class PartitionTable {

    private static final int SECTOR = 512;

    /** Disks of 4 KiB sectors have their table where their second sector is. */
    private static final List<Integer> SECTORS = List.of(SECTOR, 4096);

    private static final long EFI_PART = 0x5452415020494645L;
    private static final int MBR_TABLE = 446;
    private static final int MBR_ENTRY = 16;
    private static final int MBR_PRIMARIES = 4;
    private static final int ENTRIES_MAX = 128;
    private static final int GPT_ENTRY_MIN = 128;
    private static final Set<Integer> EXTENDED = Set.of(0x05, 0x0F, 0x85);
    private static final int PROTECTIVE = 0xEE;

    private static final Map<String, String> GPT_TYPES = Map.of(
            "0fc63daf-8483-4772-8e79-3d69d8477de4", "Linux",
            "4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "Linux root (x86-64)",
            "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI system",
            "21686148-6449-6e6f-744e-656564454649", "BIOS boot",
            "e6d6d379-f507-44c2-a23c-238f2a3df928", "Linux LVM",
            "a19d880f-05fc-4d3b-a006-743f0f84911e", "Linux RAID",
            "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "Linux swap",
            "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "Microsoft basic data",
            "e3c9e316-0b5c-4db8-817d-f92df00215ae", "Microsoft reserved");

    private static final Map<Integer, String> MBR_TYPES = Map.of(
            0x07, "NTFS/exFAT",
            0x0B, "FAT32",
            0x0C, "FAT32",
            0x0E, "FAT16",
            0x82, "Linux swap",
            0x83, "Linux",
            0x8E, "Linux LVM",
            0xEF, "EFI system",
            0xFD, "Linux RAID");

    private final DiskBytes disk;
    private final List<Partition> found = new ArrayList<>();

    private PartitionTable(DiskBytes disk) {
        this.disk = disk;
    }

    /** The partitions, in the order of their numbers; none if there is no table. */
    public static List<Partition> of(DiskBytes disk) {
        PartitionTable table = new PartitionTable(disk);
        ByteBuffer head = disk.read(0, SECTOR, LITTLE_ENDIAN);
        if (head.getShort(SECTOR - 2) != (short) 0xAA55 || !isTable(head)) {
            return List.of();
        }
        for (int sector : SECTORS) {
            if (table.found.isEmpty() && disk.read(sector, 8, LITTLE_ENDIAN).getLong(0) == EFI_PART) {
                table.gpt(sector);
            }
        }
        if (table.found.isEmpty()) {
            table.mbr(head);
        }
        return List.copyOf(table.found);
    }

    /** The boot sector of a file system bears the same signature, and code where the table would be. */
    private static boolean isTable(ByteBuffer head) {
        for (int entry = 0; entry < MBR_PRIMARIES; entry++) {
            int status = Byte.toUnsignedInt(head.get(MBR_TABLE + entry * MBR_ENTRY));
            if (status != 0 && status != 0x80) {
                return false;
            }
        }
        return true;
    }

    private void gpt(int sector) {
        ByteBuffer head = disk.read(sector, SECTOR, LITTLE_ENDIAN);
        long table = head.getLong(72);
        int count = Math.clamp(head.getInt(80), 0, ENTRIES_MAX);
        int size = head.getInt(84);
        if (size < GPT_ENTRY_MIN || size > 8 * GPT_ENTRY_MIN || table < 1 || table > disk.length() / sector) {
            return;
        }
        ByteBuffer entries = disk.read(table * sector, count * size, LITTLE_ENDIAN);
        for (int entry = 0; entry < count; entry++) {
            long first = entries.getLong(entry * size + 32);
            long last = entries.getLong(entry * size + 40);
            String type = guid(entries, entry * size);
            if (!type.startsWith("00000000-0000")) {
                add(entry + 1, GPT_TYPES.getOrDefault(type, type), new Sectors(first, last - first + 1, sector));
            }
        }
    }

    /** The first three fields are numbers, least byte first. */
    private static String guid(ByteBuffer bytes, int offset) {
        ByteBuffer ordered = ByteBuffer.allocate(16)
                .putInt(bytes.getInt(offset))
                .putShort(bytes.getShort(offset + 4))
                .putShort(bytes.getShort(offset + 6));
        for (int i = 8; i < 16; i++) {
            ordered.put(bytes.get(offset + i));
        }
        return DiskBytes.uuid(ordered, 0);
    }

    private void mbr(ByteBuffer head) {
        for (int entry = 0; entry < MBR_PRIMARIES; entry++) {
            Entry read = Entry.of(head, entry);
            if (EXTENDED.contains(read.type())) {
                logical(read.first());
            } else if (read.type() != PROTECTIVE) {
                add(entry + 1, name(read.type()), new Sectors(read.first(), read.count(), SECTOR));
            }
        }
        found.sort((left, right) -> Integer.compare(left.number(), right.number()));
    }

    /** A chain of tables of two entries: a partition, relative to the table, and the next table, relative to the first one. */
    private void logical(long extended) {
        Set<Long> seen = new HashSet<>();
        long at = extended;
        for (int number = MBR_PRIMARIES + 1; number <= ENTRIES_MAX && seen.add(at); number++) {
            ByteBuffer table = disk.read(at * SECTOR, SECTOR, LITTLE_ENDIAN);
            if (table.getShort(SECTOR - 2) != (short) 0xAA55) {
                return;
            }
            Entry part = Entry.of(table, 0);
            add(number, name(part.type()), new Sectors(at + part.first(), part.count(), SECTOR));
            Entry next = Entry.of(table, 1);
            if (next.count() == 0 || next.first() == 0) {
                return;
            }
            at = extended + next.first();
        }
    }

    private static String name(int type) {
        return MBR_TYPES.getOrDefault(type, String.format(Locale.ROOT, "0x%02x", type));
    }

    /** Where a partition lies, in sectors of so many bytes. */
    private record Sectors(long first, long count, int bytes) {}

    private void add(int number, String type, Sectors sectors) {
        long all = disk.length() / sectors.bytes();
        boolean inside = sectors.first() > 0
                && sectors.count() > 0
                && sectors.first() < all
                && sectors.count() <= all - sectors.first();
        if (inside) {
            found.add(
                    new Partition(number, type, sectors.first() * sectors.bytes(), sectors.count() * sectors.bytes()));
        }
    }

    /** One of an MBR. */
    private record Entry(int type, long first, long count) {
        static Entry of(ByteBuffer table, int index) {
            int at = MBR_TABLE + index * MBR_ENTRY;
            return new Entry(
                    Byte.toUnsignedInt(table.get(at + 4)),
                    Integer.toUnsignedLong(table.getInt(at + 8)),
                    Integer.toUnsignedLong(table.getInt(at + 12)));
        }
    }
}
