package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/** The random name of a pack. */
public final class PackId extends OpaqueId implements Comparable<PackId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 16;

    private PackId(byte[] bytes) {
        super(bytes, BYTES);
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static PackId of(byte[] bytes) {
        return new PackId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static PackId from(byte[] source, int offset) {
        return new PackId(cut(source, offset, BYTES));
    }

    /** The id that {@link #hex()} printed. */
    public static PackId parse(String hex) {
        return new PackId(HexFormat.of().parseHex(hex));
    }

    @Override
    public int compareTo(PackId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
