package io.ebsnap.restore.hydration;

import io.ebsnap.chunk.ReadingOrder;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.volume.Hydratable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** All blocks: windows in the order of the volume, and within a window the order in which chunks lie in packs. */
final class PackOrder {

    private PackOrder() {}

    /** Every block that must be filled, once. To be used by one thread. */
    static PrimitiveIterator.OfLong blocksOf(Hydratable volume) {
        return new Windows(volume);
    }

    private static final class Windows implements PrimitiveIterator.OfLong {
        private final Hydratable volume;
        private final PrimitiveIterator.OfLong blocks;
        private final Deque<Long> window = new ArrayDeque<>();

        Windows(Hydratable volume) {
            this.volume = volume;
            this.blocks = volume.mustFillFrom(new BlockIndex(0));
        }

        @Override
        public boolean hasNext() {
            if (window.isEmpty()) {
                fillWindow();
            }
            return !window.isEmpty();
        }

        @Override
        public long nextLong() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return window.removeFirst();
        }

        private void fillWindow() {
            List<Long> next = new ArrayList<>();
            while (next.size() < ReadingOrder.WINDOW_BLOCKS && blocks.hasNext()) {
                next.add(blocks.nextLong());
            }
            window.addAll(ReadingOrder.of(next, block -> volume.placeOf(new BlockIndex(block))));
        }
    }
}
