package io.ebsnap.snapshot;

/**
 * What a chunk is called elsewhere: 128 bits that say nothing but that two blocks of the same name have the same content, or so it is claimed.
 *
 * @param high the first 64 bits
 * @param low the others
 */
public record DistantAlias(long high, long low) {}
