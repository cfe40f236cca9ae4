package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The random name of a pack.
 *
 * <p>Immutable: the bytes are copied in and out.
 */
public final class PackId implements Comparable<PackId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 16;

    private final byte[] bytes;

    private PackId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static PackId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("PackId of " + bytes.length + " bytes instead of " + BYTES);
        }
        return new PackId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static PackId from(byte[] source, int offset) {
        return new PackId(Arrays.copyOfRange(source, offset, Math.addExact(offset, BYTES)));
    }

    /** The id that {@link #hex()} printed. */
    public static PackId parse(String hex) {
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
    public int compareTo(PackId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackId that && Arrays.equals(bytes, that.bytes);
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
