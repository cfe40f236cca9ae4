package io.ebsnap.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.identity.ChunkId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReferenceFilterTest {

    private static final int IDS = 100_000;
    private static final long MEBIBYTE = 1L << 20;

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, IDS, 10L * IDS})
    void neverForgetsAndSeldomErrsWhateverWasExpected(long expected) {
        try (ReferenceFilter filter = new ReferenceFilter(1, expected, MEBIBYTE)) {
            addAll(filter, 1);
            assertThat(hits(filter, 1)).isEqualTo(IDS);
            assertThat(hits(filter, 2)).isLessThan(IDS / 20);
        }
    }

    @Test
    void staysWithinItsMemoryAndNeverForgetsWhenItIsFull() {
        try (ReferenceFilter filter = new ReferenceFilter(1, 0, 40_000)) {
            addAll(filter, 1);
            assertThat(filter.bytes()).isLessThanOrEqualTo(40_000);
            assertThat(hits(filter, 1)).isEqualTo(IDS);
        }
    }

    @Test
    void takesLittleWhileItHoldsLittle() {
        try (ReferenceFilter filter = new ReferenceFilter(1, 0, 64 * MEBIBYTE)) {
            filter.add(id(new SplittableRandom(1)));
            assertThat(filter.bytes()).isLessThanOrEqualTo(16 * 1024);
        }
    }

    /** What one filter keeps by mistake the next one gives up. */
    @Test
    void errsAboutOtherIdsWithAnotherSalt() {
        try (ReferenceFilter one = new ReferenceFilter(1, 0, 40_000);
                ReferenceFilter other = new ReferenceFilter(2, 0, 40_000)) {
            SplittableRandom some = new SplittableRandom(1);
            for (int i = 0; i < 25_000; i++) {
                ChunkId id = id(some);
                one.add(id);
                other.add(id);
            }
            int both = 0;
            int first = 0;
            SplittableRandom random = new SplittableRandom(2);
            for (int i = 0; i < IDS; i++) {
                ChunkId id = id(random);
                first += one.mayContain(id) ? 1 : 0;
                both += one.mayContain(id) && other.mayContain(id) ? 1 : 0;
            }
            assertThat(both).isLessThan(first);
        }
    }

    @Test
    void addsFromManyThreadsAreAllSeen() throws InterruptedException {
        try (ReferenceFilter filter = new ReferenceFilter(1, 0, MEBIBYTE)) {
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                int seed = i;
                threads[i] = Thread.ofPlatform().name("add-" + i).start(() -> addAll(filter, seed));
            }
            for (int i = 0; i < threads.length; i++) {
                threads[i].join();
                assertThat(hits(filter, i)).isEqualTo(IDS);
            }
        }
    }

    @Test
    void itsMemoryIsGoneWhenItIsClosed() {
        ReferenceFilter filter = new ReferenceFilter(1, 0, MEBIBYTE);
        filter.close();
        assertThatIllegalStateException().isThrownBy(() -> filter.add(id(new SplittableRandom(1))));
    }

    private static void addAll(ReferenceFilter filter, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < IDS; i++) {
            filter.add(id(random));
        }
    }

    private static int hits(ReferenceFilter filter, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int hits = 0;
        for (int i = 0; i < IDS; i++) {
            hits += filter.mayContain(id(random)) ? 1 : 0;
        }
        return hits;
    }

    private static ChunkId id(SplittableRandom random) {
        byte[] bytes = new byte[ChunkId.BYTES];
        random.nextBytes(bytes);
        return ChunkId.of(bytes);
    }
}
