package io.ebsnap.check;

import java.util.List;

/**
 * A snapshot that a finding concerns.
 *
 * @param snapshotId which
 * @param volumeId of which volume
 * @param blocks which of its blocks, at most {@link #RANGES_MAX} ranges
 * @param blockCount how many of its blocks in all
 */
public record AffectedSnapshot(String snapshotId, String volumeId, List<BlockRange> blocks, long blockCount) {

    /** How many ranges are listed at most. */
    public static final int RANGES_MAX = 100;

    public AffectedSnapshot {
        blocks = List.copyOf(blocks);
    }

    /**
     * Neighbouring blocks.
     *
     * @param first of them
     * @param count of them
     */
    public record BlockRange(long first, long count) {}
}
