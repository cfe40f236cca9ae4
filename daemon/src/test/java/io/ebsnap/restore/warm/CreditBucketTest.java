package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.FastRestoreCredits;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CreditBucketTest {

    private static final Instant START = Instant.parse("2026-01-31T23:59:59.123Z");
    private static final long GIB = 1L << 30;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 10, 10",
        "100, 10, 10",
        "102, 10, 10",
        "128, 8, 8",
        "300, 3.4133333333333336, 3.4133333333333336",
        "1024, 1, 1",
        "4096, 1, 0.25",
        "16384, 1, 0.0625"
    })
    void capacityAndRateAreEbs(long gibibytes, double capacity, double perHour) {
        CreditBucket bucket = CreditBucket.of(gibibytes * GIB);
        assertThat(bucket.balance(CreditBucket.empty(START), START).capacity()).isEqualTo(capacity);
        assertThat(bucket.balance(CreditBucket.empty(START), START).perHour()).isEqualTo(perHour);
    }

    @Test
    void sizeIsRoundedUpToWholeGibibytes() {
        assertThat(CreditBucket.of(1).gibibytes()).isEqualTo(1);
        assertThat(CreditBucket.of(128 * GIB + 1).gibibytes()).isEqualTo(129);
    }

    @Test
    void bucketBeginsEmptyAndTheFirstCreditIsThereToTheMillisecond() {
        CreditBucket bucket = CreditBucket.of(4096 * GIB);
        FastRestoreCredits none = CreditBucket.empty(START);
        Instant due = START.plus(Duration.ofHours(4));
        assertThat(bucket.take(none, START)).isEmpty();
        assertThat(bucket.nextWhole(none, START)).isEqualTo(due);
        assertThat(bucket.take(none, due.minusMillis(1))).isEmpty();
        assertThat(bucket.take(none, due)).contains(new FastRestoreCredits(0, due));
    }

    @Test
    void clockThatWasSetBackAddsNothingAndCountsOnFromThere() {
        CreditBucket bucket = CreditBucket.of(100 * GIB);
        FastRestoreCredits before = new FastRestoreCredits(7, START);
        Instant back = START.minus(Duration.ofDays(365));
        FastRestoreCredits after = bucket.filled(before, back);
        assertThat(after).isEqualTo(new FastRestoreCredits(7, back));
        assertThat(bucket.filled(after, back.plus(Duration.ofDays(1))).parts()).isEqualTo(bucket.capacityParts());
    }

    @Test
    void creditThatWasNotUsedComesBackButNeverBeyondTheBucket() {
        CreditBucket bucket = CreditBucket.of(2048 * GIB);
        FastRestoreCredits full = bucket.filled(CreditBucket.empty(START), START.plus(Duration.ofDays(9)));
        assertThat(bucket.giveBack(full)).isEqualTo(full);
        assertThat(bucket.giveBack(bucket.take(full, full.time()).orElseThrow()))
                .isEqualTo(full);
    }

    /** Against the rule in fractions without bounds: what was taken and what was asked in between changes nothing. */
    @ParameterizedTest
    @MethodSource("seeds")
    void balanceIsExactWheneverItIsLookedAt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long size = random.nextLong(1, 1 << random.nextInt(1, 21));
        CreditBucket bucket = new CreditBucket(size);
        FastRestoreCredits balance = CreditBucket.empty(START);
        Rule rule = new Rule(size);
        Instant now = START;
        for (int step = 0; step < 300; step++) {
            long passed = random.nextLong(1L << random.nextInt(1, 40));
            now = now.plusMillis(passed);
            rule.pass(passed);
            if (random.nextBoolean()) {
                balance = bucket.filled(balance, now);
            }
            if (random.nextInt(3) == 0) {
                Optional<FastRestoreCredits> taken = bucket.take(balance, now);
                assertThat(taken.isPresent()).isEqualTo(rule.take());
                balance = taken.orElse(balance);
            }
            assertThat(BigInteger.valueOf(bucket.filled(balance, now).parts())).isEqualTo(rule.numerator);
        }
    }

    /** Credits as a fraction: numerator over size times the milliseconds of an hour. */
    private static final class Rule {
        private static final BigInteger HOUR = BigInteger.valueOf(3_600_000);
        private final BigInteger one;
        private final BigInteger capacity;
        private final BigInteger perMilli;
        private BigInteger numerator = BigInteger.ZERO;

        Rule(long size) {
            BigInteger s = BigInteger.valueOf(size);
            one = s.multiply(HOUR);
            perMilli = s.multiply(BigInteger.TEN).min(BigInteger.valueOf(1024));
            capacity = perMilli.multiply(HOUR).max(one);
        }

        void pass(long millis) {
            numerator =
                    numerator.add(perMilli.multiply(BigInteger.valueOf(millis))).min(capacity);
        }

        boolean take() {
            boolean enough = numerator.compareTo(one) >= 0;
            numerator = enough ? numerator.subtract(one) : numerator;
            return enough;
        }
    }
}
