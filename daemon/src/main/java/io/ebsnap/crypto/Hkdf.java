package io.ebsnap.crypto;

import io.ebsnap.geometry.ArraySlice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HKDF-SHA-256 of RFC 5869, for one block of output. */
public final class Hkdf {

    private Hkdf() {}

    /**
     * Extract, then expand: a key of 32 bytes.
     *
     * @param salt not secret, at least 1 byte; random unless the secret itself is
     * @param secret of any form, at least 1 byte
     * @param label what the key is for, in ASCII
     */
    public static DestroyableSecret derive(byte[] salt, DestroyableSecret secret, String label) {
        byte[] pseudorandom = extract(salt, secret);
        try (HmacKey key = HmacKey.of(pseudorandom)) {
            return DestroyableSecret.owning(key.expand(label.getBytes(StandardCharsets.US_ASCII)));
        } finally {
            Arrays.fill(pseudorandom, (byte) 0);
        }
    }

    private static byte[] extract(byte[] salt, DestroyableSecret secret) {
        try (HmacKey key = HmacKey.of(salt)) {
            return secret.reveal(bytes -> key.mac(ArraySlice.of(bytes)));
        }
    }
}
