package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.nio.ByteBuffer;

/**
 * A pack, as the index knows it, {@code docs/format/index.md}:
 *
 * <pre>
 *  0  u8   state: 1 live, 2 condemned
 *  1  u8   kind of its chunks
 *  2  16   domain id
 * 18  u32  entries
 * 22  u64  length of the object
 * </pre>
 *
 * @param condemned whether it is about to be deleted
 * @param kind of all its chunks
 * @param domain of all its chunks
 * @param entries how many chunks it holds
 * @param lengthBytes of the object
 */
public record IndexPack(boolean condemned, ChunkKind kind, DomainId domain, int entries, long lengthBytes) {

    /** Length of the value. */
    public static final int BYTES = 30;

    private static final int LIVE = 1;
    private static final int CONDEMNED = 2;
    private static final String WHAT = "index entry of a pack";

    /** The {@link #BYTES} bytes of it. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put((byte) (condemned ? CONDEMNED : LIVE))
                .put((byte) kind.code())
                .put(domain.bytes())
                .putInt(entries)
                .putLong(lengthBytes)
                .array();
    }

    /**
     * Reads the value.
     *
     * @throws Failure.Corrupt if it has another length, or an unknown state or kind, or a negative number
     */
    public static IndexPack decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new Failure.Corrupt(WHAT + " has " + bytes.length + " bytes instead of " + BYTES);
        }
        if (bytes[0] != LIVE && bytes[0] != CONDEMNED) {
            throw new Failure.Corrupt(WHAT + " has state " + bytes[0] + " instead of 1 or 2");
        }
        ByteBuffer value = ByteBuffer.wrap(bytes);
        int entries = value.getInt(18);
        long length = value.getLong(22);
        if (entries < 0 || length < 0) {
            throw new Failure.Corrupt(WHAT + " says " + entries + " chunks in " + length + " bytes");
        }
        ChunkKind kind = ChunkKindCodes.kindOf(WHAT, Byte.toUnsignedInt(bytes[1]));
        return new IndexPack(bytes[0] == CONDEMNED, kind, DomainId.from(bytes, 2), entries, length);
    }
}
