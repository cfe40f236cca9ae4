package io.ebsnap.api;

/**
 * Blocks that follow each other and could not be restored.
 *
 * @param firstBlockIndex of the first
 * @param blockCount how many, at least one
 * @param reason what was found
 */
public record DamagedRange(long firstBlockIndex, long blockCount, String reason) {}
