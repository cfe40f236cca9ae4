package io.ebsnap.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** The keyed hash that names a chunk (a block's content or a block map page) within its domain. */
public final class ChunkId extends OpaqueId implements Comparable<ChunkId> {

    /** Length of an id in bytes. */
    public static final int BYTES = 32;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private ChunkId(byte[] bytes) {
        super(bytes, BYTES);
    }

    /**
     * An id of exactly {@link #BYTES} bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static ChunkId of(byte[] bytes) {
        return new ChunkId(bytes.clone());
    }

    /** The id that stands at {@code offset} of {@code source}. */
    public static ChunkId from(byte[] source, int offset) {
        return new ChunkId(cut(source, offset, BYTES));
    }

    /** The id that {@link #hex()} printed. */
    public static ChunkId parse(String hex) {
        return new ChunkId(HexFormat.of().parseHex(hex));
    }

    /** Eight of its bytes as a number, big-endian: {@code index} 0..3. Ids are hashes, so each word is as good as random. */
    public long word(int index) {
        return (long) WORD.get(bytes, Math.multiplyExact(index, Long.BYTES));
    }

    @Override
    public int compareTo(ChunkId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
