package io.ebsnap.control;

import io.ebsnap.api.BlockRange;
import io.ebsnap.api.Done;
import io.ebsnap.api.FirstTouchOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.LearntOrder;
import io.ebsnap.restore.LearntOrders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The actions about what was learnt of the use of snapshots. */
final class FirstTouchActions {

    private final LearntOrders touches;

    FirstTouchActions(LearntOrders touches) {
        this.touches = touches;
    }

    /** @param snapshot which exists */
    FirstTouchOrder describe(SnapshotId snapshot) {
        Optional<LearntOrder> order = touches.orderFor(snapshot);
        List<Long> blocks = order.map(LearntOrder::blocks).orElse(List.of());
        return new FirstTouchOrder(
                snapshot.value(),
                order.map(LearntOrder::snapshotId).orElse(null),
                order.map(LearntOrder::uses).orElse(0),
                VolumeGeometry.BLOCK_BYTES,
                blocks.size(),
                ranges(blocks));
    }

    /** @param snapshot which exists */
    Done delete(SnapshotId snapshot) {
        if (!touches.forget(snapshot)) {
            throw new Failure.NotFound("nothing was learnt of the use of " + snapshot);
        }
        return new Done(true);
    }

    /** Blocks of which each follows the one before become one. */
    private static List<BlockRange> ranges(List<Long> blocks) {
        List<BlockRange> ranges = new ArrayList<>();
        for (long block : blocks) {
            BlockRange last = ranges.isEmpty() ? new BlockRange(-1, 0) : ranges.getLast();
            if (last.blockCount() > 0 && block == last.firstBlockIndex() + last.blockCount()) {
                ranges.set(ranges.size() - 1, new BlockRange(last.firstBlockIndex(), last.blockCount() + 1));
            } else {
                ranges.add(new BlockRange(block, 1));
            }
        }
        return ranges;
    }
}
