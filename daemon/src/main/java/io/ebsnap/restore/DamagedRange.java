package io.ebsnap.restore;

/**
 * Neighbouring blocks that could not be restored for the same reason.
 *
 * @param firstBlock of the range
 * @param blockCount of the range
 * @param reason what was found
 */
public record DamagedRange(long firstBlock, long blockCount, String reason) {}
