package io.ebsnap.api;

import java.util.List;

/**
 * A snapshot that a defect hits.
 *
 * @param snapshotId which
 * @param volumeId of which volume
 * @param blockCount how many of its blocks
 * @param blocks the first of them
 */
public record AffectedSnapshot(String snapshotId, String volumeId, long blockCount, List<BlockRange> blocks) {}
