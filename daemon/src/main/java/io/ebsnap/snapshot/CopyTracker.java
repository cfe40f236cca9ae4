package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.device.PointInTime;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.tracking.ChangeCursor;
import io.ebsnap.tracking.ChangeDetection;
import io.ebsnap.tracking.ChangeTracker;
import io.ebsnap.tracking.TrackedSnapshot;
import java.util.Optional;

/**
 * Tells what a copy has to seal anew: the maps of the snapshot that is copied and of one that was copied before are compared, and what is the same in both is the
 * same in their copies. Keeps nothing itself.
 */
public final class CopyTracker implements ChangeTracker {

    private final BlockMapDiff diff;

    /** @param pages loads the maps' pages */
    public CopyTracker(PageLoader pages) {
        this.diff = new BlockMapDiff(pages);
    }

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public ChangeDetection.Way way() {
        return ChangeDetection.Way.EXACT;
    }

    @Override
    public Answer since(TrackedSnapshot parent, PointInTime instant) {
        return switch (instant) {
            case CopiedInstant copied -> since(parent, copied);
            case DistantInstant distant ->
                distant.changesSince(parent.snapshot())
                        .<Answer>map(Answer.Known::new)
                        .orElseGet(() -> unknown(parent));
            default -> new Answer.Inapplicable();
        };
    }

    private Answer since(TrackedSnapshot parent, CopiedInstant copied) {
        CopiedInstant.Base base = copied.base();
        if (base == null || !base.copy().snapshotId().equals(parent.snapshot())) {
            return unknown(parent);
        }
        return new Answer.Known(new Changes(diff, base.copied(), copied.map()));
    }

    private static Answer unknown(TrackedSnapshot parent) {
        return new Answer.Doubt("what " + parent.snapshot() + " is a copy of is not known any more");
    }

    @Override
    public void completed(TrackedSnapshot snapshot, PointInTime instant) {
        // The maps say everything, and are kept as long as their snapshots.
    }

    @Override
    public void forget(String volume) {
        // Nothing is kept.
    }

    private static final class Changes implements ChangeCursor {

        private final BlockMapDiff diff;
        private final BlockMap before;
        private final BlockMap after;

        /** The first block that differs, not before the one that was asked for last. */
        private long next = -1;

        Changes(BlockMapDiff diff, BlockMap before, BlockMap after) {
            this.diff = diff;
            this.before = before;
            this.after = after;
        }

        @Override
        public long unchangedFrom(long block, long countMax) {
            if (next < block) {
                next = Long.MAX_VALUE;
                diff.forEach(before, after, new BlockIndex(block), difference -> {
                    next = difference.index().value();
                    return false;
                });
            }
            return Math.min(countMax, next - block);
        }

        @Override
        public Optional<String> doubt() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
