package io.ebsnap.catalog;

/**
 * How a target is encrypted: {@code docs/format/encrypted-target.md}.
 *
 * @param kmsKeyId UUID of the KMS key, without which the target can never be read
 * @param domainId the domain of that key, under which the target's own key is sealed
 * @param sealedKey base64 of the target's key, sealed for the record that it stands in
 */
public record TargetEncryption(String kmsKeyId, String domainId, String sealedKey) {}
