package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/** The random name of a store. */
public final class StoreId extends OpaqueId implements Comparable<StoreId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 16;

    private StoreId(byte[] bytes) {
        super(bytes, BYTES);
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static StoreId of(byte[] bytes) {
        return new StoreId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static StoreId from(byte[] source, int offset) {
        return new StoreId(cut(source, offset, BYTES));
    }

    /** The id that {@link #hex()} printed. */
    public static StoreId parse(String hex) {
        return new StoreId(HexFormat.of().parseHex(hex));
    }

    @Override
    public int compareTo(StoreId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
