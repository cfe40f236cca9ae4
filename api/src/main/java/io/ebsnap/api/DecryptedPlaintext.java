package io.ebsnap.api;

/**
 * What was in a ciphertext.
 *
 * @param plaintext base64
 * @param keyId ARN of the key that has opened it
 * @param keyVersion of its material
 */
public record DecryptedPlaintext(Secret plaintext, String keyId, int keyVersion) {}
