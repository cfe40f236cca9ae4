package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.device.DirtyBitmaps;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenRangesTest {

    private static final int GRAIN = 65_536;
    private static final int BLOCKS = 50;
    private static final int GRAINS_PER_BLOCK = VolumeGeometry.BLOCK_BYTES / GRAIN;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void blockIsUnchangedIfAndOnlyIfNoPartOfItWasWrittenHoweverItIsAskedAndTold(long seed) {
        Random random = new Random(seed);
        BitSet written = new BitSet();
        for (int i = 0; i < 12; i++) {
            int from = random.nextInt(BLOCKS * GRAINS_PER_BLOCK);
            written.set(from, from + 1 + random.nextInt(20));
        }
        long size = (BLOCKS - 1L) * VolumeGeometry.BLOCK_BYTES + GRAIN;
        WrittenRanges ranges = new WrittenRanges(new Server(written, size, random), "b", size);
        for (long block = 0; block < BLOCKS; ) {
            long asked = 1L + random.nextInt(9);
            long count = ranges.unchangedFrom(block, asked);
            for (long i = 0; i < count; i++) {
                assertThat(clean(written, block + i, size)).isTrue();
            }
            if (count < Math.min(asked, BLOCKS - block)) {
                assertThat(clean(written, block + count, size)).isFalse();
            }
            block += Math.max(1, count);
        }
        assertThat(ranges.doubt()).isEmpty();
    }

    @Test
    void serverThatFailsIsDoubtedFromThereOn() {
        WrittenRanges ranges = new WrittenRanges(
                new Server(new BitSet(), 1L << 40, new Random(1)) {
                    @Override
                    public List<Range> written(String bitmap, long offset) {
                        if (offset > 1 << 22) {
                            throw new Failure.Unavailable("it hung up", null);
                        }
                        return super.written(bitmap, offset);
                    }
                },
                "b",
                1L << 40);
        long known = ranges.unchangedFrom(0, 4);
        assertThat(known).isEqualTo(4);
        assertThat(ranges.unchangedFrom(4, 1 << 20)).isZero();
        assertThat(ranges.doubt()).contains("it hung up");
    }

    private static boolean clean(BitSet written, long block, long size) {
        long end = Math.min(size, (block + 1) * VolumeGeometry.BLOCK_BYTES);
        int dirty = written.nextSetBit((int) (block * GRAINS_PER_BLOCK));
        return dirty < 0 || (long) dirty * GRAIN >= end;
    }

    /** Tells in pieces of random length, neighbours that say the same not joined. */
    private static class Server implements DirtyBitmaps {
        private final BitSet written;
        private final long size;
        private final Random random;

        Server(BitSet written, long size, Random random) {
            this.written = written;
            this.size = size;
            this.random = random;
        }

        @Override
        public Set<String> bitmaps() {
            return Set.of("b");
        }

        @Override
        public List<Range> written(String bitmap, long offset) {
            List<Range> ranges = new ArrayList<>();
            long grain = offset / GRAIN;
            for (int i = 1 + random.nextInt(30); i > 0 && grain * GRAIN < size; i--) {
                ranges.add(new Range(Math.min(size, (grain + 1) * GRAIN), written.get((int) grain)));
                grain++;
            }
            return ranges;
        }
    }
}
