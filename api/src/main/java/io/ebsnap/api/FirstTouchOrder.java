package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which order users of volumes made from a snapshot first read its blocks, which is the order in which the next one is filled first.
 *
 * @param snapshotId which was asked for
 * @param learntFromSnapshotId of whose volumes it was learnt: itself, or its nearest ancestor of which something is known; absent if nothing is
 * @param uses over how many uses the places of the blocks were averaged
 * @param blockSize in bytes
 * @param blockCount of all ranges
 * @param ranges in that order, not that of the volume
 */
public record FirstTouchOrder(
        String snapshotId,
        @Nullable String learntFromSnapshotId,
        int uses,
        int blockSize,
        long blockCount,
        List<BlockRange> ranges) {}
