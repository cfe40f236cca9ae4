package io.ebsnap.crypto;

import io.ebsnap.geometry.ArraySlice;

/** AES-256-XTS of IEEE 1619: secrecy without a byte of its own, and no integrity. Safe for use by several threads; keeps no key. */
public interface XtsCipher {

    /** Length of a key in bytes: of the one that encrypts, then of the one that makes the tweak. */
    int KEY_BYTES = 64;

    /** A data unit has as many bytes, or more. */
    int UNIT_BYTES_MIN = 16;

    /** The provider behind it, for the log. */
    String name();

    /**
     * Encryption under a key.
     *
     * @param key {@link #KEY_BYTES} bytes, the two halves of which differ; not needed any more when this has returned
     */
    Units encrypting(DestroyableSecret key);

    /** Decryption under a key, as {@link #encrypting}. */
    Units decrypting(DestroyableSecret key);

    /** Data units under one key. For one thread. Zeroes its key when it is closed. */
    interface Units extends AutoCloseable {

        /**
         * Encrypts or decrypts a data unit in place.
         *
         * @param number of the unit, which makes the tweak; no number twice
         * @param data {@link #UNIT_BYTES_MIN} bytes or more
         */
        void apply(long number, ArraySlice data);

        @Override
        void close();
    }
}
