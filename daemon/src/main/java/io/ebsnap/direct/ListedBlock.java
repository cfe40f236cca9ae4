package io.ebsnap.direct;

/**
 * A block that is not a hole.
 *
 * @param index which
 * @param token to read it with
 */
public record ListedBlock(long index, String token) {}
