package io.ebsnap.api;

/**
 * A tag, and what has it.
 *
 * @param resourceId id of that
 * @param resourceType {@code snapshot}, {@code volume} or {@code image}
 * @param key of the tag
 * @param value of the tag; may be empty
 */
public record TagDescription(String resourceId, String resourceType, String key, String value) {}
