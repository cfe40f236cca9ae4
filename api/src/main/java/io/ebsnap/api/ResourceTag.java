package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * A tag that a retention rule looks for.
 *
 * @param resourceTagKey key
 * @param resourceTagValue value; absent for any
 */
public record ResourceTag(String resourceTagKey, @Nullable String resourceTagValue) {}
