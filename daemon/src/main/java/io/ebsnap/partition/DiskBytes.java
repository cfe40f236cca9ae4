package io.ebsnap.partition;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a disk, a partition or a logical volume, to be looked into. What lies there is the user's: every number in it may be anything.
 *
 * @param disk that they belong to
 * @param start where on the disk they begin: bytes
 * @param length how many there are
 */
public record DiskBytes(Reader disk, long start, long length) {

    /** Reads a disk. */
    @FunctionalInterface
    public interface Reader {
        /** Fills {@code target} with what lies from {@code offset} on, which is within the disk. */
        void read(long offset, ByteBuffer target);
    }

    /** A part of these; what reaches beyond their end is cut off. */
    public DiskBytes part(long offset, long partLength) {
        long from = Math.clamp(offset, 0, length);
        return new DiskBytes(disk, start + from, Math.clamp(partLength, 0, length - from));
    }

    /** Some of them; those beyond the end are zeros. */
    public ByteBuffer read(long offset, int count, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(count).order(order);
        if (offset >= 0 && offset < length) {
            bytes.limit((int) Math.min(count, length - offset));
            disk.read(start + offset, bytes);
        }
        return bytes.clear();
    }

    /** A text that fills a field or ends with a zero byte. */
    public static String text(ByteBuffer bytes, int offset, int length) {
        byte[] field = new byte[length];
        bytes.get(offset, field);
        String text = new String(field, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** 16 bytes as a UUID is written: in their order. */
    public static String uuid(ByteBuffer bytes, int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
            text.append(Character.forDigit(bytes.get(offset + i) >> 4 & 15, 16));
            text.append(Character.forDigit(bytes.get(offset + i) & 15, 16));
        }
        return text.toString();
    }
}
