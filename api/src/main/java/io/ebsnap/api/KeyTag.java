package io.ebsnap.api;

/**
 * A tag of a KMS key.
 *
 * @param tagKey 1 to 128 characters
 * @param tagValue up to 256 characters
 */
public record KeyTag(String tagKey, String tagValue) {}
