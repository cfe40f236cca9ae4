package io.ebsnap.api;

/**
 * A tag.
 *
 * @param key 1 to 127 characters
 * @param value up to 256 characters
 */
public record Tag(String key, String value) {}
