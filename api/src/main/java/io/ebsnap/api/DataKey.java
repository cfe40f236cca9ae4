package io.ebsnap.api;

/**
 * A new random key, in the clear and sealed.
 *
 * @param plaintext base64
 * @param ciphertextBlob base64
 * @param keyId ARN of the KMS key that has sealed it
 * @param keyVersion of its material
 */
public record DataKey(Secret plaintext, String ciphertextBlob, String keyId, int keyVersion) {}
