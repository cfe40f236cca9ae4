package io.ebsnap.kms;

/**
 * A key of 32 bytes, wrapped: that of a domain, or of a ciphertext.
 *
 * @param version of the KMS key that wrapped it
 * @param bytes of AES key wrap
 */
@SuppressWarnings("ArrayRecordComponent") // made by one call and stored by the next
record WrappedKey(int version, byte[] bytes) {}
