package io.ebsnap.tracking;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.format.TagFile;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Computes the tags of one volume's blocks, {@code docs/format/tags.md}. Tags leave memory sealed only. Safe for use by several threads;
 * not to be used after it is closed, which zeroes the key.
 */
final class BlockTagger implements AutoCloseable {

    private static final ArraySlice NOTHING = ArraySlice.of(new byte[0]);

    private final AeadCipher cipher;
    private final byte[] key;

    /** @param key 32 bytes, this tagger's from now on */
    BlockTagger(AeadCipher cipher, byte[] key) {
        this.cipher = cipher;
        this.key = key;
    }

    /** The tag of a block's content. */
    byte[] tag(long block, ArraySlice content) {
        byte[] nonce = ByteBuffer.allocate(AeadCipher.NONCE_BYTES)
                .putLong(block)
                .putInt(content.length())
                .array();
        byte[] tag = new byte[TagFile.TAG_BYTES];
        cipher.seal(key, nonce, content, NOTHING, ArraySlice.of(tag));
        return tag;
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
