package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/** The random name of a store's archive. */
public final class ArchiveId extends OpaqueId implements Comparable<ArchiveId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 16;

    private ArchiveId(byte[] bytes) {
        super(bytes, BYTES);
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static ArchiveId of(byte[] bytes) {
        return new ArchiveId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static ArchiveId from(byte[] source, int offset) {
        return new ArchiveId(cut(source, offset, BYTES));
    }

    /** The id that {@link #hex()} printed. */
    public static ArchiveId parse(String hex) {
        return new ArchiveId(HexFormat.of().parseHex(hex));
    }

    @Override
    public int compareTo(ArchiveId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
