package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/** The random name of a dedup domain: the set of chunks sealed under one data key. */
public final class DomainId extends OpaqueId implements Comparable<DomainId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 16;

    private DomainId(byte[] bytes) {
        super(bytes, BYTES);
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static DomainId of(byte[] bytes) {
        return new DomainId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static DomainId from(byte[] source, int offset) {
        return new DomainId(cut(source, offset, BYTES));
    }

    /** The id that {@link #hex()} printed. */
    public static DomainId parse(String hex) {
        return new DomainId(HexFormat.of().parseHex(hex));
    }

    @Override
    public int compareTo(DomainId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
