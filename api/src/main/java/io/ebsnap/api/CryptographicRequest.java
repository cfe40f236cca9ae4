package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What KMS keys seal and open directly, with KMS's names. Nothing that is kept changes; ciphertexts are the asker's. An encryption context has each key once. Plaintexts are base64, and are
 * overwritten by both ends when they have been used.
 */
public sealed interface CryptographicRequest<A extends Record> extends Request<A> {

    /**
     * Seals a plaintext.
     *
     * @param keyId id, alias or ARN, as in all requests of this kind
     * @param plaintext base64 of 1 to 4096 bytes
     * @param encryptionContext without which it cannot be opened
     */
    record Encrypt(String keyId, Secret plaintext, List<Tag> encryptionContext)
            implements CryptographicRequest<Ciphertext> {
        @Override
        public Class<Ciphertext> answerType() {
            return Ciphertext.class;
        }
    }

    /**
     * Opens a ciphertext.
     *
     * @param keyId which must have sealed it; absent for whichever has
     * @param ciphertextBlob base64
     * @param encryptionContext with which it was sealed
     */
    record Decrypt(@Nullable String keyId, String ciphertextBlob, List<Tag> encryptionContext)
            implements CryptographicRequest<DecryptedPlaintext> {
        @Override
        public Class<DecryptedPlaintext> answerType() {
            return DecryptedPlaintext.class;
        }
    }

    /**
     * Makes a random key and seals it.
     *
     * @param numberOfBytes 1 to 1024
     * @param encryptionContext without which it cannot be opened
     */
    record GenerateDataKey(String keyId, int numberOfBytes, List<Tag> encryptionContext)
            implements CryptographicRequest<DataKey> {
        @Override
        public Class<DataKey> answerType() {
            return DataKey.class;
        }
    }

    /**
     * Makes a random key and seals it, and does not tell it.
     *
     * @param numberOfBytes 1 to 1024
     * @param encryptionContext without which it cannot be opened
     */
    record GenerateDataKeyWithoutPlaintext(String keyId, int numberOfBytes, List<Tag> encryptionContext)
            implements CryptographicRequest<Ciphertext> {
        @Override
        public Class<Ciphertext> answerType() {
            return Ciphertext.class;
        }
    }

    /**
     * Opens a ciphertext and seals what is in it again, without telling it.
     *
     * @param ciphertextBlob base64
     * @param sourceKeyId which must have sealed it; absent for whichever has
     * @param sourceEncryptionContext with which it was sealed
     * @param destinationKeyId that seals it now
     * @param destinationEncryptionContext without which it cannot be opened then
     */
    record ReEncrypt(
            String ciphertextBlob,
            @Nullable String sourceKeyId,
            List<Tag> sourceEncryptionContext,
            String destinationKeyId,
            List<Tag> destinationEncryptionContext)
            implements CryptographicRequest<ReEncrypted> {
        @Override
        public Class<ReEncrypted> answerType() {
            return ReEncrypted.class;
        }
    }

    /**
     * Tells random bytes.
     *
     * @param numberOfBytes 1 to 1024
     */
    record GenerateRandom(int numberOfBytes) implements CryptographicRequest<RandomPlaintext> {
        @Override
        public Class<RandomPlaintext> answerType() {
            return RandomPlaintext.class;
        }
    }
}
