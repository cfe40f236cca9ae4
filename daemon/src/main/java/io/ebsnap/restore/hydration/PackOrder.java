package io.ebsnap.restore.hydration;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.volume.Hydratable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PrimitiveIterator;

/** All blocks: windows in the order of the volume, and within a window the order in which chunks lie in packs. */
public final class PackOrder implements OrderFinder {

    /** 2 GiB of the volume: 32 packs and more. */
    private static final int WINDOW_BLOCKS = 4096;

    @Override
    public PrimitiveIterator.OfLong blocksOf(Hydratable volume) {
        return new Windows(volume);
    }

    private static final class Windows implements PrimitiveIterator.OfLong {
        private final Hydratable volume;
        private final PrimitiveIterator.OfLong blocks;
        private final Deque<Long> window = new ArrayDeque<>();

        Windows(Hydratable volume) {
            this.volume = volume;
            this.blocks = volume.contentFrom(new BlockIndex(0));
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
            List<Placed> placed = new ArrayList<>();
            while (placed.size() < WINDOW_BLOCKS && blocks.hasNext()) {
                long block = blocks.nextLong();
                placed.add(new Placed(block, volume.placeOf(new BlockIndex(block))));
            }
            placed.sort(Placed.READING_ORDER);
            placed.forEach(one -> window.addLast(one.block()));
        }
    }

    private record Placed(long block, Optional<ChunkLocation> place) {

        static final Comparator<Placed> READING_ORDER =
                Comparator.comparing(one -> one.place().orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));
    }
}
