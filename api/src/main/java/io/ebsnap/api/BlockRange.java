package io.ebsnap.api;

/**
 * Blocks that follow each other.
 *
 * @param firstBlockIndex of the first
 * @param blockCount how many, at least one
 */
public record BlockRange(long firstBlockIndex, long blockCount) {}
