package io.ebsnap.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The keyed hash that names a chunk (a block's content or a block map page) within its domain.
 *
 * <p>Immutable: the bytes are copied in and out.
 */
public final class ChunkId implements Comparable<ChunkId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 32;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;

    private ChunkId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static ChunkId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("ChunkId of " + bytes.length + " bytes instead of " + BYTES);
        }
        return new ChunkId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static ChunkId from(byte[] source, int offset) {
        return new ChunkId(Arrays.copyOfRange(source, offset, Math.addExact(offset, BYTES)));
    }

    /** The id that {@link #hex()} printed. */
    public static ChunkId parse(String hex) {
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

    /** Eight of its bytes as a number, big-endian: {@code index} 0..3. Ids are hashes, so each word is as good as random. */
    public long word(int index) {
        return (long) WORD.get(bytes, Math.multiplyExact(index, Long.BYTES));
    }

    /** Lower-case hexadecimal digits, two a byte. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(ChunkId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkId that && Arrays.equals(bytes, that.bytes);
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
