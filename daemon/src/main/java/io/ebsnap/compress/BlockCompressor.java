package io.ebsnap.compress;

import io.ebsnap.geometry.ArraySlice;
import java.util.OptionalInt;

/** Makes a block smaller, if it is worth it. Safe for use by several threads. */
public interface BlockCompressor {

    /** It is worth it from this part of the plaintext on: one in so many bytes. */
    int SAVING_DIVISOR = 128;

    /** What {@link #compress} makes. */
    Codec codec();

    /**
     * Compresses {@code plaintext} into {@code target}.
     *
     * @param plaintext at least 1 byte
     * @param target at least as long as the plaintext; shares no byte with it
     * @return the bytes written; empty, and the content of {@code target} undefined, if that does not save at least 1 in
     *     {@link #SAVING_DIVISOR} bytes: then the plaintext is stored raw
     */
    OptionalInt compress(ArraySlice plaintext, ArraySlice target);
}
