package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** CRC-32C, and the checks that several layouts share. */
public final class Checksums {

    private Checksums() {}

    /** The CRC-32C of a range. */
    public static int crc32c(ArraySlice bytes) {
        return crc32c(bytes.array(), bytes.offset(), bytes.length());
    }

    static int crc32c(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Requires a length and a magic; the buffer that it gives stands behind the magic. */
    static ByteBuffer requireFrame(String what, byte[] bytes, int length, byte[] magic) {
        if (bytes.length != length) {
            throw new Failure.Corrupt(what + " has " + bytes.length + " bytes instead of " + length);
        }
        if (!Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
            throw new Failure.Corrupt(what + " does not begin with its magic");
        }
        return ByteBuffer.wrap(bytes).position(magic.length);
    }

    /** Requires the checksum of all before {@code offset}, which stands there. */
    static void requireCrc(String what, byte[] bytes, int offset) {
        int expected = ByteBuffer.wrap(bytes).getInt(offset);
        int found = crc32c(bytes, 0, offset);
        if (found != expected) {
            throw new Failure.Corrupt(what + " has CRC-32C " + Integer.toHexString(found) + " instead of "
                    + Integer.toHexString(expected));
        }
    }

    static void requireZero(String what, byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                throw new Failure.Corrupt(what + " has " + bytes[i] + " at offset " + i + " instead of 0");
            }
        }
    }
}
