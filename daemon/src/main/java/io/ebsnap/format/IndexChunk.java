package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.PackId;
import java.nio.ByteBuffer;

/**
 * Where a chunk lies, as the index says it, {@code docs/format/index.md}: 16 bytes pack id, u32 record offset, u32 record length.
 *
 * @param pack that holds it
 * @param offset of its record, in bytes
 * @param length of its record, in bytes
 */
public record IndexChunk(PackId pack, int offset, int length) {

    /** Length of the value. */
    public static final int BYTES = PackId.BYTES + 8;

    /** The {@link #BYTES} bytes of it. */
    public byte[] encode() {
        byte[] bytes = new byte[BYTES];
        pack.copyTo(bytes, 0);
        ByteBuffer.wrap(bytes).putInt(PackId.BYTES, offset).putInt(PackId.BYTES + 4, length);
        return bytes;
    }

    /**
     * Reads the value.
     *
     * @throws Failure.Corrupt if it has another length or says an impossible place
     */
    public static IndexChunk decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new Failure.Corrupt("index has a chunk's place of " + bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer value = ByteBuffer.wrap(bytes);
        int offset = value.getInt(PackId.BYTES);
        int length = value.getInt(PackId.BYTES + 4);
        if (offset < 0 || length <= 0 || offset > Integer.MAX_VALUE - length) {
            throw new Failure.Corrupt("index has a chunk at " + Integer.toUnsignedString(offset) + " of "
                    + Integer.toUnsignedString(length) + " bytes");
        }
        return new IndexChunk(PackId.from(bytes, 0), offset, length);
    }
}
