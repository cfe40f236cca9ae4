package io.ebsnap.crypto;

import io.ebsnap.geometry.ArraySlice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives things names that tell nothing to whom they are told but whether two of them are the same: the first half of an HMAC under a key that is different for each
 * listener. Safe for use by several threads.
 */
public final class AliasKey implements AutoCloseable {

    /** Length of an alias. */
    public static final int BYTES = 16;

    private static final byte[] LABEL = "ebsnap alias v1 ".getBytes(StandardCharsets.US_ASCII);

    private final HmacKey key;

    private AliasKey(HmacKey key) {
        this.key = key;
    }

    /**
     * The key for one listener.
     *
     * @param secret of this side; the caller's again when the call returns
     * @param listener who they are
     */
    public static AliasKey of(byte[] secret, byte[] listener) {
        byte[] info = Arrays.copyOf(LABEL, LABEL.length + listener.length);
        System.arraycopy(listener, 0, info, LABEL.length, listener.length);
        try (HmacKey root = HmacKey.of(secret)) {
            byte[] derived = root.expand(info);
            try {
                return new AliasKey(HmacKey.of(derived));
            } finally {
                Arrays.fill(derived, (byte) 0);
            }
        }
    }

    /** What a thing is called: {@link #BYTES} bytes. */
    public byte[] aliasOf(byte[] thing) {
        return Arrays.copyOf(key.mac(ArraySlice.of(thing)), BYTES);
    }

    @Override
    public void close() {
        key.close();
    }
}
