package io.ebsnap.api;

/**
 * The defaults of a region.
 *
 * @param ebsEncryptionByDefault as it was switched; everything is sealed under a key in any case
 * @param kmsKeyId ARN of the key of snapshots for which no other is named
 */
public record EbsDefaults(boolean ebsEncryptionByDefault, String kmsKeyId) {}
