package io.ebsnap.kms;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.Hkdf;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import io.ebsnap.format.CiphertextBlob;
import io.ebsnap.format.EncryptionContext;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.KeyId;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What KMS keys seal and open directly, as KMS's cryptographic operations do: a ciphertext is not kept here, and names the key and the version that open it. Each is sealed under a key
 * of its own, which that version wraps; so it works for material that a token does not give away. Safe for use by several threads.
 */
public final class CryptographicOperations {

    /** The longest data key in bytes, and the most random ones that are given at a time. */
    public static final int DATA_KEY_BYTES_MAX = 1024;

    private static final String LABEL = "ebsnap ciphertext v1";
    private static final int BLOB_KEY_BYTES = 32;

    /** A blob key seals one plaintext. */
    private static final byte[] NONCE = new byte[AeadCipher.NONCE_BYTES];

    private final Keystore keystore;
    private final AeadCipher cipher;
    private final SecureRandom random;

    public CryptographicOperations(Keystore keystore) {
        this.keystore = keystore;
        this.cipher = keystore.sealing().cipher();
        this.random = keystore.sealing().random();
    }

    /**
     * What was opened.
     *
     * @param keyVersion of the material that has opened it
     * @param plaintext to be closed by whoever has it
     */
    public record Opened(int keyVersion, DestroyableSecret plaintext) implements AutoCloseable {
        @Override
        public void close() {
            plaintext.close();
        }
    }

    /**
     * Seals under the material that the key wraps with now.
     *
     * @param plaintext 1 to {@link CiphertextBlob#PLAINTEXT_BYTES_MAX} bytes; the caller's to close
     * @throws Failure.Denied if the key may not be used, or its token cannot be
     */
    public CiphertextBlob encrypt(KeyId key, DestroyableSecret plaintext, EncryptionContext context) {
        int length = plaintext.length();
        if (length < 1 || length > CiphertextBlob.PLAINTEXT_BYTES_MAX) {
            throw new Failure.Invalid("a plaintext has 1 to " + CiphertextBlob.PLAINTEXT_BYTES_MAX + " bytes, not "
                    + length + ": encrypt what is longer under a data key");
        }
        try (DestroyableSecret blobKey = DestroyableSecret.random(random, BLOB_KEY_BYTES)) {
            WrappedKey wrapped = keystore.wrap(key, blobKey);
            CiphertextBlob blob = CiphertextBlob.of(key.value(), wrapped.version(), wrapped.bytes());
            return blob.with(sealed(blob, blobKey, plaintext, context));
        }
    }

    private byte[] sealed(
            CiphertextBlob blob, DestroyableSecret blobKey, DestroyableSecret plaintext, EncryptionContext context) {
        ArraySlice associated = ArraySlice.of(blob.associated(context));
        byte[] sealed = new byte[plaintext.length() + AeadCipher.TAG_BYTES];
        try (DestroyableSecret key = Hkdf.derive(blob.salt(), blobKey, LABEL)) {
            int unused = key.reveal(k -> plaintext.reveal(
                    bytes -> cipher.seal(k, NONCE, associated, ArraySlice.of(bytes), ArraySlice.of(sealed))));
        }
        return sealed;
    }

    /**
     * Opens what {@link #encrypt} sealed.
     *
     * @throws Failure.Denied if the key may not be used, or its token cannot be
     * @throws Failure.Invalid if it was altered, or sealed with another context: {@link KeyRefusal#INVALID_CIPHERTEXT}
     */
    public Opened decrypt(CiphertextBlob blob, EncryptionContext context) {
        ArraySlice associated = ArraySlice.of(blob.associated(context));
        WrappedKey wrapped = new WrappedKey(blob.keyVersion(), blob.wrappedKey());
        try (DestroyableSecret blobKey = keystore.unwrap(new KeyId(blob.keyId()), wrapped)) {
            return new Opened(blob.keyVersion(), opened(blob, blobKey, associated));
        } catch (Failure.Corrupt e) {
            throw invalid("it was altered, or sealed with another encryption context");
        }
    }

    private DestroyableSecret opened(CiphertextBlob blob, DestroyableSecret blobKey, ArraySlice associated) {
        byte[] sealed = blob.sealed();
        byte[] plaintext = new byte[sealed.length - AeadCipher.TAG_BYTES];
        try (DestroyableSecret key = Hkdf.derive(blob.salt(), blobKey, LABEL)) {
            int unused =
                    key.reveal(k -> cipher.open(k, NONCE, associated, ArraySlice.of(sealed), ArraySlice.of(plaintext)));
            return DestroyableSecret.owning(plaintext);
        } catch (Failure.Corrupt e) {
            Arrays.fill(plaintext, (byte) 0);
            throw e;
        }
    }

    /**
     * Random bytes.
     *
     * @param length 1 to {@link #DATA_KEY_BYTES_MAX}
     * @return the caller's to close
     */
    public DestroyableSecret random(int length) {
        if (length < 1 || length > DATA_KEY_BYTES_MAX) {
            throw new Failure.Invalid("1 to " + DATA_KEY_BYTES_MAX + " random bytes are given, not " + length);
        }
        return DestroyableSecret.random(random, length);
    }

    /**
     * A ciphertext of its bytes.
     *
     * @throws Failure.Invalid if it is none: {@link KeyRefusal#INVALID_CIPHERTEXT}
     */
    public static CiphertextBlob blob(byte[] bytes) {
        try {
            return CiphertextBlob.decode(bytes);
        } catch (Failure.Corrupt | Failure.TooOld | Failure.TooNew e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Failure.Invalid invalid(String why) {
        return new Failure.Invalid(KeyRefusal.INVALID_CIPHERTEXT, "the ciphertext cannot be opened: " + why);
    }
}
