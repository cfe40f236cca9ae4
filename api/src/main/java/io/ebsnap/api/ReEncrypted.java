package io.ebsnap.api;

/**
 * Something that was sealed anew.
 *
 * @param ciphertextBlob base64
 * @param sourceKeyId ARN of the key that has opened it
 * @param sourceKeyVersion of its material
 * @param keyId ARN of the key that has sealed it
 * @param keyVersion of its material
 */
public record ReEncrypted(
        String ciphertextBlob, String sourceKeyId, int sourceKeyVersion, String keyId, int keyVersion) {}
