package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.StoreId;
import java.nio.ByteBuffer;

/**
 * Which store an index belongs to, {@code docs/format/index.md}: u16 version, 1; 16 bytes store id.
 *
 * @param store whose index it is
 */
public record IndexFormat(StoreId store) {

    private static final int VERSION = 1;
    private static final int BYTES = 2 + StoreId.BYTES;
    private static final String WHAT = "index";

    /** The value's bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putShort((short) VERSION)
                .put(store.bytes())
                .array();
    }

    /**
     * Reads the value. The version stands first and is looked at first: a newer one may go on in another way.
     *
     * @throws Failure.Corrupt if it has another length
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static IndexFormat decode(byte[] bytes) {
        if (bytes.length < 2) {
            throw new Failure.Corrupt(WHAT + " has a format of " + bytes.length + " bytes");
        }
        int version = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort());
        FormatVersions.require(WHAT, version, VERSION, VERSION);
        if (bytes.length != BYTES) {
            throw new Failure.Corrupt(WHAT + " has a format of " + bytes.length + " bytes instead of " + BYTES);
        }
        return new IndexFormat(StoreId.from(bytes, 2));
    }
}
