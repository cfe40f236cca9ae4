package io.ebsnap.kms;

/**
 * A domain key, wrapped.
 *
 * @param version of the KMS key that wrapped it
 * @param bytes of AES key wrap with padding
 */
@SuppressWarnings("ArrayRecordComponent") // made by one call and stored by the next
record WrappedDomainKey(int version, byte[] bytes) {}
