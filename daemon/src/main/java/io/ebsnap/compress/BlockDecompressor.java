package io.ebsnap.compress;

import io.ebsnap.geometry.ArraySlice;

/** Brings a block back to what it was. Safe for use by several threads. */
public interface BlockDecompressor {

    /**
     * Decompresses {@code compressed} so that it fills {@code target}, no more and no less.
     *
     * @param codec how it was compressed
     * @param target as long as the plaintext is known to be; shares no byte with the compressed ones
     * @throws io.ebsnap.failure.Failure.Corrupt if it does not decompress to exactly that length; the content of {@code target} is then
     *     undefined, and nothing outside of it was touched
     */
    void decompress(Codec codec, ArraySlice compressed, ArraySlice target);
}
