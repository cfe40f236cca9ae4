package io.ebsnap.check;

import io.ebsnap.catalog.SnapshotRecord;
import java.util.ArrayList;
import java.util.List;

/** Blocks of one snapshot, added in ascending order, as ranges; bounded. */
final class BlockRanges {

    private final List<AffectedSnapshot.BlockRange> ranges = new ArrayList<>();
    private long blocks;

    void add(long first, long count) {
        blocks += count;
        if (!ranges.isEmpty()) {
            AffectedSnapshot.BlockRange last = ranges.getLast();
            if (last.first() + last.count() == first) {
                ranges.set(ranges.size() - 1, new AffectedSnapshot.BlockRange(last.first(), last.count() + count));
                return;
            }
        }
        if (ranges.size() < AffectedSnapshot.RANGES_MAX) {
            ranges.add(new AffectedSnapshot.BlockRange(first, count));
        }
    }

    boolean isEmpty() {
        return blocks == 0;
    }

    AffectedSnapshot of(SnapshotRecord snapshot) {
        return new AffectedSnapshot(snapshot.snapshotId(), snapshot.volumeId(), ranges, blocks);
    }
}
