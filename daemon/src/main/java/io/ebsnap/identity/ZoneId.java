package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The random name of one replica of a store: a zone that is filled anew has a new one.
 *
 * <p>Immutable: the bytes are copied in and out.
 */
public final class ZoneId implements Comparable<ZoneId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 16;

    private final byte[] bytes;

    private ZoneId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static ZoneId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("ZoneId of " + bytes.length + " bytes instead of " + BYTES);
        }
        return new ZoneId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static ZoneId from(byte[] source, int offset) {
        return new ZoneId(Arrays.copyOfRange(source, offset, Math.addExact(offset, BYTES)));
    }

    /** The id that {@link #hex()} printed. */
    public static ZoneId parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Copies the id into {@code target} at {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    /** Lower-case hexadecimal digits, two a byte. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(ZoneId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZoneId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
