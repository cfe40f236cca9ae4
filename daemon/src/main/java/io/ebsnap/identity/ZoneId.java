package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/** The random name of one replica of a store: a zone that is filled anew has a new one. */
public final class ZoneId extends OpaqueId implements Comparable<ZoneId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 16;

    private ZoneId(byte[] bytes) {
        super(bytes, BYTES);
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static ZoneId of(byte[] bytes) {
        return new ZoneId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static ZoneId from(byte[] source, int offset) {
        return new ZoneId(cut(source, offset, BYTES));
    }

    /** The id that {@link #hex()} printed. */
    public static ZoneId parse(String hex) {
        return new ZoneId(HexFormat.of().parseHex(hex));
    }

    @Override
    public int compareTo(ZoneId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
