package io.ebsnap.api;

/**
 * A number that a task tells.
 *
 * @param name in upper camel case; one that begins with {@code Bytes} is a size
 * @param value the number
 */
public record NamedCount(String name, long value) {}
