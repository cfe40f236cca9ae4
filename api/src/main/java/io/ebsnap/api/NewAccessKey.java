package io.ebsnap.api;

/**
 * A key that was just made.
 *
 * @param accessKey with its secret, which is told this once
 */
public record NewAccessKey(AccessKey accessKey) {}
