package io.ebsnap.files;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ebsnap.partition.DiskBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an LVM physical volume says of itself (lvm2: label.h, layout.h): a label in one of the first four sectors, then lists of data and
 * metadata areas. Metadata is text in a ring, which a header at the area's begin points into.
 *
 * @param uuid of the physical volume, with its dashes
 * @param areas of metadata: where each begins
 */
record LvmLabel(String uuid, List<Long> areas) {

    private static final int SECTOR = 512;
    private static final int LABEL_SECTORS = 4;
    private static final int AREAS_MAX = 16;
    private static final int AREA_HEADER = 512;
    private static final int TEXT_BYTES_MAX = 4 << 20;
    private static final int IGNORED = 1;
    private static final String AREA_MARK = " LVM2 x[5A%r0N*>";

    /** The label, if this is a physical volume. */
    static Optional<LvmLabel> find(DiskBytes part) {
        ByteBuffer head = part.read(0, LABEL_SECTORS * SECTOR, LITTLE_ENDIAN);
        for (int sector = 0; sector < LABEL_SECTORS; sector++) {
            int at = sector * SECTOR;
            if (ascii(head, at, 8).equals("LABELONE") && ascii(head, at + 24, 8).equals("LVM2 001")) {
                return Optional.of(read(head, at, at + Math.clamp(head.getInt(at + 20), 32, SECTOR - 48)));
            }
        }
        return Optional.empty();
    }

    private static LvmLabel read(ByteBuffer head, int sector, int header) {
        int end = sector + SECTOR;
        int at = header + 40;
        while (at + 16 <= end && head.getLong(at) != 0) {
            at += 16;
        }
        List<Long> areas = new ArrayList<>();
        for (at += 16; at + 16 <= end && head.getLong(at) != 0 && areas.size() < AREAS_MAX; at += 16) {
            areas.add(head.getLong(at));
        }
        return new LvmLabel(dashed(ascii(head, header, 32)), areas);
    }

    /** As LVM writes it: groups of 6, 4, 4, 4, 4, 4 and 6. */
    private static String dashed(String uuid) {
        StringBuilder text = new StringBuilder(uuid);
        for (int at : new int[] {26, 22, 18, 14, 10, 6}) {
            text.insert(at, '-');
        }
        return text.toString();
    }

    /** The text of the metadata; empty if none of the areas has any, as where they lie on other physical volumes. */
    Optional<String> metadata(DiskBytes part) {
        return areas.stream().flatMap(area -> text(part, area).stream()).findFirst();
    }

    private static Optional<String> text(DiskBytes part, long area) {
        ByteBuffer head = part.read(area, AREA_HEADER, LITTLE_ENDIAN);
        long areaBytes = head.getLong(32);
        long offset = head.getLong(40);
        long length = head.getLong(48);
        boolean valid = ascii(head, 4, 16).equals(AREA_MARK)
                && (head.getInt(60) & IGNORED) == 0
                && length > 0
                && length <= TEXT_BYTES_MAX
                && offset >= AREA_HEADER
                && offset < areaBytes
                && length <= areaBytes - AREA_HEADER;
        return valid ? Optional.of(ring(part, area, new Place(offset, length, areaBytes))) : Optional.empty();
    }

    /** A text within an area, which goes on behind the area's header where it reaches the area's end. */
    private record Place(long offset, long length, long areaBytes) {}

    private static String ring(DiskBytes part, long area, Place place) {
        int first = (int) Math.min(place.length(), place.areaBytes() - place.offset());
        byte[] text = new byte[(int) place.length()];
        part.read(area + place.offset(), first, LITTLE_ENDIAN).get(text, 0, first);
        part.read(area + AREA_HEADER, text.length - first, LITTLE_ENDIAN).get(text, first, text.length - first);
        String all = new String(text, StandardCharsets.UTF_8);
        int end = all.indexOf('\0');
        return end < 0 ? all : all.substring(0, end);
    }

    private static String ascii(ByteBuffer bytes, int offset, int length) {
        byte[] there = new byte[length];
        bytes.get(offset, there);
        return new String(there, StandardCharsets.ISO_8859_1);
    }
}
