package io.ebsnap.snapshot;

/**
 * How much there is to be fetched.
 *
 * @param blocks how many
 * @param bytes their length
 */
public record DistantSum(long blocks, long bytes) {}
