package io.ebsnap.restore.hydration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int BLOCK = 524_288;

    /** That bytes began to be fetched. */
    private record Begin(long nanos, int bytes) {}

    /** Several that each take, wait as they are told, and do something else for a while. */
    private static List<Begin> takers(RateLimit limit, long startNanos, Random random, int count) {
        long[] freeAt = new long[count];
        java.util.Arrays.fill(freeAt, startNanos);
        List<Begin> begun = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int first = 0;
            for (int taker = 1; taker < count; taker++) {
                first = freeAt[taker] - freeAt[first] < 0 ? taker : first;
            }
            int bytes = random.nextBoolean() ? BLOCK : 1 + random.nextInt(BLOCK);
            long begins = freeAt[first] + limit.take(bytes, freeAt[first]);
            begun.add(new Begin(begins, bytes));
            long busy = random.nextInt(10) == 0 ? random.nextLong(5 * SECOND) : random.nextLong(SECOND / 20);
            freeAt[first] = begins + busy;
        }
        return begun;
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "1,4", "1,32", "7,4", "100,8"})
    void inNoTimeMoreThanTheRateASecondsSavingsAndOneBlockBegin(long mebibytes, int takers) {
        long rate = Math.max(1, mebibytes << 20);
        // Clocks begin anywhere, also where they are about to overflow.
        for (long start : new long[] {0, -5 * SECOND, Long.MAX_VALUE - SECOND, 123 * SECOND}) {
            long relative = start;
            List<Begin> begun =
                    takers(new RateLimit(mebibytes == 0 ? 1 : rate, start), start, new Random(mebibytes), takers);
            begun.sort(java.util.Comparator.comparingLong(one -> one.nanos() - relative));
            for (int from = 0; from < begun.size(); from += 7) {
                long bytes = 0;
                for (int to = from; to < begun.size(); to++) {
                    double seconds = (begun.get(to).nanos() - begun.get(from).nanos()) / 1e9;
                    assertThat((double) bytes).isLessThanOrEqualTo(rate * (seconds + 1) + BLOCK);
                    bytes += begun.get(to).bytes();
                }
            }
        }
    }

    @Test
    void nothingIsSavedInTheBeginningAndASecondLater() {
        RateLimit limit = new RateLimit(1 << 20, 77);
        assertThat(limit.take(BLOCK, 77)).isZero();
        assertThat(limit.take(BLOCK, 77)).isEqualTo(SECOND / 2);
        long later = 100 * SECOND;
        assertThat(limit.take(BLOCK, later)).isZero();
        assertThat(limit.take(BLOCK, later)).isZero();
        assertThat(limit.take(BLOCK, later)).isZero();
        assertThat(limit.take(BLOCK, later)).isEqualTo(SECOND / 2);
    }

    @Test
    void zeroIsNoLimitAndLeavesNoDebt() {
        RateLimit limit = new RateLimit(0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(limit.take(BLOCK, 5)).isZero();
        }
        limit.change(1 << 20, 5);
        assertThat(limit.take(BLOCK, 5)).isZero();
        assertThat(limit.take(BLOCK, 5)).isEqualTo(SECOND / 2);
    }
}
