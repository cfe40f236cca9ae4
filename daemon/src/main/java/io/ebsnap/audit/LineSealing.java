package io.ebsnap.audit;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** Seals what lines say: names, tags and descriptions are nobody's business who only has the disk. */
final class LineSealing {

    private final AuditKeys keys;

    LineSealing(AuditKeys keys) {
        this.keys = keys;
    }

    /** Base64 of nonce, ciphertext and tag. Only for use by one thread at a time. */
    String seal(long sequence, byte[] content) {
        byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
        keys.random().nextBytes(nonce);
        byte[] sealed = new byte[content.length + AeadCipher.TAG_BYTES];
        byte[] key = keys.sealKey().get();
        try {
            keys.cipher().seal(key, nonce, associated(sequence), ArraySlice.of(content), ArraySlice.of(sealed));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
        return Base64.getEncoder().withoutPadding().encodeToString(both);
    }

    /**
     * What was sealed.
     *
     * @throws Failure.Corrupt if it is not what was sealed for that line
     */
    byte[] open(long sequence, String text) {
        byte[] both = decoded(text);
        if (both.length < AeadCipher.NONCE_BYTES + AeadCipher.TAG_BYTES) {
            throw new Failure.Corrupt("line " + sequence + " of the audit log is too short");
        }
        byte[] nonce = Arrays.copyOf(both, AeadCipher.NONCE_BYTES);
        ArraySlice sealed = new ArraySlice(both, nonce.length, both.length - nonce.length);
        byte[] content = new byte[sealed.length() - AeadCipher.TAG_BYTES];
        byte[] key = keys.sealKey().get();
        try {
            keys.cipher().open(key, nonce, associated(sequence), sealed, ArraySlice.of(content));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return content;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("a line of the audit log is not base64", e);
        }
    }

    private static ArraySlice associated(long sequence) {
        return ArraySlice.of(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
    }
}
