package io.ebsnap.api;

/**
 * An alias of a KMS key.
 *
 * @param aliasName {@code alias/...}
 * @param aliasArn of the alias
 * @param targetKeyId UUID of the key
 */
public record KeyAlias(String aliasName, String aliasArn, String targetKeyId) {}
