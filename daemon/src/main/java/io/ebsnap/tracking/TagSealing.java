package io.ebsnap.tracking;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.TagFile;
import io.ebsnap.geometry.ArraySlice;
import java.util.Arrays;

/** Seals and opens the records of one file of tags. Not to be used after it is closed, which zeroes the key. */
final class TagSealing implements AutoCloseable {

    private final AeadCipher cipher;
    private final byte[] key;
    private final byte[] head;

    /**
     * Of a file.
     *
     * @param key 32 bytes, this sealing's from now on
     * @param head of the file
     */
    TagSealing(AeadCipher cipher, byte[] key, byte[] head) {
        this.cipher = cipher;
        this.key = key;
        this.head = head.clone();
    }

    /** A whole record: what stands before it, and the sealed bytes. */
    byte[] seal(long number, ArraySlice plaintext) {
        int sealed = plaintext.length() + AeadCipher.TAG_BYTES;
        byte[] recordHead = TagFile.recordHead(number, sealed);
        byte[] record = Arrays.copyOf(recordHead, TagFile.RECORD_HEAD_BYTES + sealed);
        cipher.seal(
                key,
                TagFile.nonce(number),
                associated(recordHead),
                plaintext,
                new ArraySlice(record, TagFile.RECORD_HEAD_BYTES, sealed));
        return record;
    }

    /**
     * What a record seals.
     *
     * @throws Failure.Corrupt if it was altered or is of another file
     */
    byte[] open(long number, byte[] sealed) {
        byte[] plaintext = new byte[sealed.length - AeadCipher.TAG_BYTES];
        int length = cipher.open(
                key,
                TagFile.nonce(number),
                associated(TagFile.recordHead(number, sealed.length)),
                ArraySlice.of(sealed),
                ArraySlice.of(plaintext));
        if (length != plaintext.length) {
            throw new Failure.Corrupt("a record of tags opens to " + length + " bytes");
        }
        return plaintext;
    }

    private ArraySlice associated(byte[] recordHead) {
        byte[] both = Arrays.copyOf(head, head.length + recordHead.length);
        System.arraycopy(recordHead, 0, both, head.length, recordHead.length);
        return ArraySlice.of(both);
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
