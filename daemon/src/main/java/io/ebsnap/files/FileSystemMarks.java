package io.ebsnap.files;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ebsnap.partition.DiskBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The marks by which file systems and the like are known. Only fixed places in the first 66 KiB are looked at, and nothing that lies there is followed: what a
 * stranger wrote cannot lead anywhere.
 */
final class FileSystemMarks {

    private static final int SECTOR = 512;
    private static final int EXT = 1024;
    private static final int PAGE = 4096;
    private static final int BTRFS = 65_536;
    private static final int ISO = 32_768;
    private static final int RAID_MAGIC = 0xA92B4EFC;

    /** In ext: what every ext2 may have, what ext3 may, and what makes a journal. */
    private static final int EXT_HAS_JOURNAL = 0x4;

    private static final int EXT3_INCOMPATIBLE = 0x2 | 0x4 | 0x10;
    private static final int EXT3_READ_ONLY = 0x1 | 0x2 | 0x4;
    private static final int EXT_JOURNAL_DEVICE = 0x8;

    /** What lies over others comes first: a partition that became a physical volume may bear older marks. */
    private static final List<Function<DiskBytes, Optional<FileSystem>>> MARKS = List.of(
            FileSystemMarks::lvm,
            FileSystemMarks::luks,
            FileSystemMarks::raid,
            FileSystemMarks::xfs,
            FileSystemMarks::ext,
            FileSystemMarks::btrfs,
            FileSystemMarks::swap,
            FileSystemMarks::packed,
            FileSystemMarks::windows,
            FileSystemMarks::iso);

    private FileSystemMarks() {}

    /** What is known of it; empty if it bears no mark that is known. */
    static Optional<FileSystem> find(DiskBytes part) {
        return MARKS.stream().flatMap(mark -> mark.apply(part).stream()).findFirst();
    }

    private static Optional<FileSystem> lvm(DiskBytes part) {
        return LvmLabel.find(part).map(label -> new FileSystem("LVM2_member", "", label.uuid()));
    }

    private static Optional<FileSystem> luks(DiskBytes part) {
        ByteBuffer head = part.read(0, SECTOR, LITTLE_ENDIAN);
        boolean marked = head.getInt(0) == 0x534B554C && head.getShort(4) == (short) 0xBEBA;
        return found(marked, "crypto_LUKS", "", marked ? DiskBytes.text(head, 168, 40) : "");
    }

    private static Optional<FileSystem> raid(DiskBytes part) {
        boolean marked = part.read(PAGE, 4, LITTLE_ENDIAN).getInt(0) == RAID_MAGIC
                || part.read(0, 4, LITTLE_ENDIAN).getInt(0) == RAID_MAGIC;
        return found(marked, "linux_raid_member", "", "");
    }

    private static Optional<FileSystem> xfs(DiskBytes part) {
        ByteBuffer head = part.read(0, SECTOR, LITTLE_ENDIAN);
        return found(is(head, 0, "XFSB"), "xfs", DiskBytes.text(head, 108, 12), DiskBytes.uuid(head, 32));
    }

    private static Optional<FileSystem> ext(DiskBytes part) {
        ByteBuffer head = part.read(EXT, SECTOR, LITTLE_ENDIAN);
        boolean marked = head.getShort(56) == (short) 0xEF53;
        return found(marked, extType(head), DiskBytes.text(head, 120, 16), DiskBytes.uuid(head, 104));
    }

    private static String extType(ByteBuffer head) {
        int incompatible = head.getInt(96);
        if ((incompatible & EXT_JOURNAL_DEVICE) != 0) {
            return "jbd";
        }
        if ((incompatible & ~EXT3_INCOMPATIBLE) != 0 || (head.getInt(100) & ~EXT3_READ_ONLY) != 0) {
            return "ext4";
        }
        return (head.getInt(92) & EXT_HAS_JOURNAL) != 0 ? "ext3" : "ext2";
    }

    private static Optional<FileSystem> btrfs(DiskBytes part) {
        ByteBuffer head = part.read(BTRFS, PAGE, LITTLE_ENDIAN);
        return found(is(head, 64, "_BHRfS_M"), "btrfs", DiskBytes.text(head, 0x12B, 256), DiskBytes.uuid(head, 32));
    }

    private static Optional<FileSystem> swap(DiskBytes part) {
        ByteBuffer head = part.read(0, PAGE, LITTLE_ENDIAN);
        return found(
                is(head, PAGE - 10, "SWAPSPACE2"), "swap", DiskBytes.text(head, 1052, 16), DiskBytes.uuid(head, 1036));
    }

    private static Optional<FileSystem> packed(DiskBytes part) {
        return found(is(part.read(0, 4, LITTLE_ENDIAN), 0, "hsqs"), "squashfs", "", "");
    }

    private static Optional<FileSystem> windows(DiskBytes part) {
        ByteBuffer head = part.read(0, SECTOR, LITTLE_ENDIAN);
        if (is(head, 3, "NTFS    ")) {
            return found(true, "ntfs", "", String.format(Locale.ROOT, "%016X", head.getLong(72)));
        }
        if (is(head, 3, "EXFAT   ")) {
            return found(true, "exfat", "", serial(head, 100));
        }
        boolean bootable = head.getShort(510) == (short) 0xAA55;
        if (bootable && is(head, 82, "FAT32")) {
            return found(true, "vfat", fatLabel(head, 71), serial(head, 67));
        }
        return found(bootable && is(head, 54, "FAT1"), "vfat", fatLabel(head, 43), serial(head, 39));
    }

    private static String fatLabel(ByteBuffer head, int offset) {
        String label = DiskBytes.text(head, offset, 11);
        return label.equals("NO NAME") ? "" : label;
    }

    private static String serial(ByteBuffer head, int offset) {
        int number = head.getInt(offset);
        return String.format(Locale.ROOT, "%04X-%04X", number >>> 16, number & 0xFFFF);
    }

    private static Optional<FileSystem> iso(DiskBytes part) {
        ByteBuffer head = part.read(ISO, SECTOR, LITTLE_ENDIAN);
        return found(is(head, 1, "CD001"), "iso9660", DiskBytes.text(head, 40, 32), "");
    }

    private static Optional<FileSystem> found(boolean marked, String type, String label, String uuid) {
        return marked ? Optional.of(new FileSystem(type, label, uuid)) : Optional.empty();
    }

    private static boolean is(ByteBuffer bytes, int offset, String mark) {
        byte[] there = new byte[mark.length()];
        bytes.get(offset, there);
        return new String(there, StandardCharsets.ISO_8859_1).equals(mark);
    }
}
