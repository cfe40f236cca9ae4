package io.ebsnap.api;

/**
 * Something that is sealed under a KMS key.
 *
 * @param ciphertextBlob base64
 * @param keyId ARN of the key
 * @param keyVersion of its material
 */
public record Ciphertext(String ciphertextBlob, String keyId, int keyVersion) {}
