package io.ebsnap.crypto;

import io.ebsnap.geometry.ArraySlice;

/** HMAC-SHA-256, under keys that are used once. */
public final class KeyedHash {

    private KeyedHash() {}

    /**
     * The keyed hash of a message: 32 bytes.
     *
     * @param key of any length but none; the caller's, who should zero it
     */
    public static byte[] of(byte[] key, byte[] message) {
        try (HmacKey mac = HmacKey.of(key)) {
            return mac.mac(ArraySlice.of(message));
        }
    }
}
