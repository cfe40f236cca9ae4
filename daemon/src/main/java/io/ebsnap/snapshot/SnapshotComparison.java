package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockDifference;
import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.geometry.BlockIndex;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Compares the maps of two snapshots. */
final class SnapshotComparison {

    private final BlockMapDiff diff;
    private final BlockMapReader reader;

    SnapshotComparison(PageLoader pages) {
        this.diff = new BlockMapDiff(pages);
        this.reader = new BlockMapReader(pages);
    }

    DiffPage compare(BlockMap first, BlockMap second, BlockIndex from, int limit) {
        Collector found = new Collector(limit);
        if (first.domain().equals(second.domain())) {
            diff.forEach(first, second, from, difference -> found.add(change(difference)));
        } else {
            mergeAll(first, second, from, found);
        }
        return new DiffPage(
                found.changes,
                found.next,
                first.geometry().sizeBytes(),
                second.geometry().sizeBytes());
    }

    /** Ids of two domains say nothing about each other: whatever has content differs. */
    private void mergeAll(BlockMap first, BlockMap second, BlockIndex from, Collector found) {
        Iterator<MappedBlock> left = reader.blocksFrom(first, from);
        Iterator<MappedBlock> right = reader.blocksFrom(second, from);
        @Nullable MappedBlock l = next(left);
        @Nullable MappedBlock r = next(right);
        boolean more = true;
        while (more && (l != null || r != null)) {
            long block = Math.min(index(l), index(r));
            boolean inLeft = index(l) == block;
            boolean inRight = index(r) == block;
            more = found.add(new BlockChange(
                    new BlockIndex(block), inLeft && l != null ? l.id() : null, inRight && r != null ? r.id() : null));
            l = inLeft ? next(left) : l;
            r = inRight ? next(right) : r;
        }
    }

    private static @Nullable MappedBlock next(Iterator<MappedBlock> blocks) {
        return blocks.hasNext() ? blocks.next() : null;
    }

    private static long index(@Nullable MappedBlock block) {
        return block == null ? Long.MAX_VALUE : block.index().value();
    }

    private static BlockChange change(BlockDifference difference) {
        return new BlockChange(
                difference.index(),
                difference.before().orElse(null),
                difference.after().orElse(null));
    }

    /** Takes changes up to the limit, and notes where the next one is. */
    private static final class Collector {
        private final int limit;
        private final List<BlockChange> changes = new ArrayList<>();
        private OptionalLong next = OptionalLong.empty();

        Collector(int limit) {
            this.limit = limit;
        }

        boolean add(BlockChange change) {
            if (changes.size() == limit) {
                next = OptionalLong.of(change.block().value());
                return false;
            }
            changes.add(change);
            return true;
        }
    }
}
