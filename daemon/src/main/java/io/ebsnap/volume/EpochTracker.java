package io.ebsnap.volume;

import io.ebsnap.device.PointInTime;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.tracking.BlockSample;
import io.ebsnap.tracking.ChangeCursor;
import io.ebsnap.tracking.ChangeDetection;
import io.ebsnap.tracking.ChangeTracker;
import io.ebsnap.tracking.TrackedSnapshot;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells what changed in managed volumes: every change of theirs goes through the daemon, and is noted before it is made. What is known belongs to
 * the instant, and was decided when that was taken: blocks that were not changed are not kept. Keeps nothing itself.
 */
public final class EpochTracker implements ChangeTracker {

    @Override
    public String name() {
        return "epoch";
    }

    @Override
    public ChangeDetection.Way way() {
        return ChangeDetection.Way.EXACT;
    }

    @Override
    public Answer since(TrackedSnapshot parent, PointInTime instant) {
        if (!(instant instanceof EpochInstant kept)) {
            return new Answer.Inapplicable();
        }
        EpochBase base = kept.base();
        if (base.parent() == null || !base.parent().snapshotId().equals(parent.snapshot())) {
            return new Answer.Doubt(base.doubt());
        }
        return switch (base.kind()) {
            case EXACT -> new Answer.Known(new ExactChanges(kept.epoch(), kept.blocks()));
            case ABSENT -> new Answer.Known(new PresentBlocks(kept.blocks(), base.doubt()));
            case NONE -> new Answer.Doubt(base.doubt());
        };
    }

    @Override
    public void completed(TrackedSnapshot snapshot, PointInTime instant) {
        if (instant instanceof EpochInstant kept) {
            kept.completed();
        }
    }

    @Override
    public void forget(String volume) {
        // What is known belongs to each instant.
    }

    /** What was not noted was not changed. What is compared was chosen before the instant, so that it is kept. */
    private record ExactChanges(Epoch epoch, EpochSource blocks) implements ChangeCursor {
        @Override
        public long unchangedFrom(long block, long countMax) {
            return epoch.unchangedFrom(block, countMax);
        }

        @Override
        public OptionalLong freeContents(long block, long count) {
            EpochSample sample = epoch.order().sample();
            return OptionalLong.of(sample == null ? count : free(sample.contents(), block, count));
        }

        @Override
        public OptionalLong freeHoles(long block, long count) {
            EpochSample sample = epoch.order().sample();
            return OptionalLong.of(sample == null ? count : free(sample.holes(), block, count));
        }

        /** What has not arrived is the origin's: nobody can have changed it unnoticed. */
        private long free(BlockSample sample, long block, long count) {
            long chosen = sample.next(block);
            while (chosen < block + count && !blocks.isWhole(new BlockIndex(chosen))) {
                chosen = sample.next(chosen + 1);
            }
            return Math.min(count, chosen - block);
        }

        @Override
        public Optional<String> doubt() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // The epoch is its volume's.
        }
    }

    /** What has not arrived is the snapshot's behind the volume; everything else is compared. */
    private record PresentBlocks(EpochSource blocks, String why) implements ChangeCursor {

        private static final int STEP_MAX = 256;

        @Override
        public long unchangedFrom(long block, long countMax) {
            long count = 0;
            while (count < Math.min(countMax, STEP_MAX) && blocks.isAbsent(new BlockIndex(block + count))) {
                count++;
            }
            return count;
        }

        @Override
        public OptionalLong freeContents(long block, long count) {
            return OptionalLong.of(count);
        }

        @Override
        public OptionalLong freeHoles(long block, long count) {
            return OptionalLong.of(count);
        }

        @Override
        public Optional<String> doubt() {
            return Optional.of(why);
        }

        @Override
        public void close() {
            // The epoch is its volume's.
        }
    }
}
