package io.ebsnap.identity;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A name of so many bytes that say nothing by themselves. Equal are those of one kind with the same bytes.
 *
 * <p>Immutable: the bytes are copied in and out.
 */
public abstract sealed class OpaqueId permits ArchiveId, ChunkId, DomainId, PackId, StoreId, ZoneId {

    final byte[] bytes;

    /**
     * Takes the bytes, which are not to be changed afterwards.
     *
     * @throws IllegalArgumentException if there are more or fewer than {@code length}
     */
    OpaqueId(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName() + " of " + bytes.length + " bytes instead of " + length);
        }
        this.bytes = bytes;
    }

    /** The bytes that stand at {@code offset} of {@code source}. */
    static byte[] cut(byte[] source, int offset, int length) {
        return Arrays.copyOfRange(source, offset, Math.addExact(offset, length));
    }

    /** A copy of the bytes. */
    public final byte[] bytes() {
        return bytes.clone();
    }

    /** Copies the id into {@code target} at {@code offset}. */
    public final void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** Lower-case hexadecimal digits, two a byte. */
    public final String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof OpaqueId that && getClass() == that.getClass() && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public final String toString() {
        return hex();
    }
}
