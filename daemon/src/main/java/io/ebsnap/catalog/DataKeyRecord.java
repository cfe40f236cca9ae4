package io.ebsnap.catalog;

import java.time.Instant;

/**
 * A domain key, wrapped under a version of a KMS key.
 *
 * @param domainId 32 hexadecimal digits
 * @param kmsKeyId UUID of the KMS key
 * @param kmsKeyVersion which of its versions wrapped it
 * @param wrapped base64 of AES key wrap with padding (RFC 5649) of the 32-byte domain key; empty when its KMS key was
 *     deleted, and the domain can never be read again
 * @param created when
 */
public record DataKeyRecord(String domainId, String kmsKeyId, int kmsKeyVersion, String wrapped, Instant created)
        implements CatalogRecord {

    /** Whether nothing can open the domain any more. */
    public boolean wasDestroyed() {
        return wrapped.isEmpty();
    }

    /** The same without the key. */
    public DataKeyRecord destroyed() {
        return new DataKeyRecord(domainId, kmsKeyId, kmsKeyVersion, "", created);
    }

    @Override
    public String catalogId() {
        return domainId;
    }
}
