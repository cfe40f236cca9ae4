package io.ebsnap.files;

import io.ebsnap.volume.DataPlane;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a disk, a partition or a logical volume, to be looked into. What lies there is the user's: every number in it may be anything.
 *
 * @param plane what is read
 */
record PartBytes(DataPlane plane) {

    long length() {
        return plane.sizeBytes();
    }

    /** Bytes of it; those beyond its end are zeros. */
    ByteBuffer read(long offset, int count, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(count).order(order);
        if (offset >= 0 && offset < length()) {
            bytes.limit((int) Math.min(count, length() - offset));
            plane.read(offset, bytes);
        }
        return bytes.clear();
    }

    /** A text that fills a field or ends with a zero byte. */
    static String text(ByteBuffer bytes, int offset, int length) {
        byte[] field = new byte[length];
        bytes.get(offset, field);
        String text = new String(field, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** 16 bytes as a UUID is written: in their order. */
    static String uuid(ByteBuffer bytes, int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
            text.append(Character.forDigit(bytes.get(offset + i) >> 4 & 15, 16));
            text.append(Character.forDigit(bytes.get(offset + i) & 15, 16));
        }
        return text.toString();
    }
}
