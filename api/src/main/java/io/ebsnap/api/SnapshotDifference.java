package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where two snapshots differ.
 *
 * @param blockSize in bytes
 * @param changedBlocks of this page
 * @param ranges in ascending order, the ones of this page
 * @param nextToken of the next page; absent on the last one
 */
public record SnapshotDifference(
        int blockSize,
        long changedBlocks,
        List<BlockRange> ranges,
        @Nullable String nextToken) {}
