package io.ebsnap.crypto;

import io.ebsnap.geometry.ArraySlice;

/**
 * AES-256-GCM with a 96-bit nonce and a 128-bit tag, one message a call, on arrays (which every provider does fastest).
 *
 * <p>Safe for use by several threads. Keeps no key after a call.
 */
public interface AeadCipher {

    /** Length of a key in bytes. */
    int KEY_BYTES = 32;

    /** Length of a nonce in bytes. */
    int NONCE_BYTES = 12;

    /** Length of the tag that sealing appends, in bytes. */
    int TAG_BYTES = 16;

    /** The provider behind it, for the log. */
    String name();

    /**
     * Seals {@code plaintext} into {@code target}: ciphertext, then the tag.
     *
     * @param key {@link #KEY_BYTES} bytes
     * @param nonce {@link #NONCE_BYTES} bytes that were never used with this key for another message
     * @param associated is authenticated, not sealed
     * @param target has room for all of it, and shares no byte with the others
     * @return bytes written: the plaintext's length and {@link #TAG_BYTES}
     */
    int seal(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice plaintext, ArraySlice target);

    /**
     * Opens what {@link #seal} made.
     *
     * @param sealed ciphertext and tag
     * @param target has room for all of it, and shares no byte with the others
     * @return bytes written to {@code target}
     * @throws io.ebsnap.failure.Failure.Corrupt if the tag does not match; the content of {@code target} is then undefined
     */
    int open(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice sealed, ArraySlice target);
}
