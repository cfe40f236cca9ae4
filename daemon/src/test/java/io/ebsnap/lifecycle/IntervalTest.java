package io.ebsnap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every so often, from a start on. */
final class IntervalTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Interval every(String age, String start, ZoneId zone) {
        return new Interval(Age.parse(age), LocalDateTime.parse(start), zone);
    }

    @Test
    void hoursAreElapsedTimeWhereClocksAreMoved() {
        Interval interval = every("6 hours", "2026-03-28T00:00", BERLIN);
        assertThat(interval.next(Instant.parse("2026-03-28T17:00:00Z")))
                .contains(Instant.parse("2026-03-28T23:00:00Z"));
        assertThat(interval.next(Instant.parse("2026-03-28T23:00:00Z")))
                .contains(Instant.parse("2026-03-29T05:00:00Z"));
    }

    @Test
    void daysKeepTheirLocalTimeWhereClocksAreMoved() {
        Interval interval = every("1 day", "2026-01-01T06:00", BERLIN);
        assertThat(interval.next(Instant.parse("2026-03-28T05:00:00Z")))
                .contains(Instant.parse("2026-03-29T04:00:00Z"));
    }

    @Test
    void theLastDayOfMonthsThatHaveNoSuchDayStandsForIt() {
        Interval interval = every("1 month", "2026-01-31T00:00", ZoneOffset.UTC);
        assertThat(interval.next(Instant.parse("2026-01-31T00:00:00Z")))
                .contains(Instant.parse("2026-02-28T00:00:00Z"));
        assertThat(interval.next(Instant.parse("2026-02-28T00:00:00Z")))
                .contains(Instant.parse("2026-03-31T00:00:00Z"));
        assertThat(interval.latest(Instant.parse("2026-03-30T23:59:59Z")))
                .contains(Instant.parse("2026-02-28T00:00:00Z"));
    }

    @Test
    void nothingIsDueBeforeTheStart() {
        Interval interval = every("1 week", "2030-01-01T00:00", ZoneOffset.UTC);
        assertThat(interval.latest(Instant.parse("2029-12-31T23:59:59Z"))).isEmpty();
        assertThat(interval.next(Instant.parse("2026-01-01T00:00:00Z")))
                .contains(Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(interval.countBetween(
                        Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2030-01-09T00:00:00Z"), 99))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "day", "0 days", "-1 days", "1 fortnight", "1000001 days", "1.5 hours"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Age.parse(text));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nextLatestAndCountAgree(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] units = {"minutes", "hours", "days", "weeks", "months", "years"};
        Interval interval = every(
                1 + random.nextInt(40) + " " + units[random.nextInt(units.length)],
                LocalDateTime.of(2020, 1, 1, 0, 0)
                        .plusMinutes(random.nextInt(1_000_000))
                        .toString(),
                random.nextBoolean() ? BERLIN : ZoneId.of("America/St_Johns"));
        Instant before = interval.next(Instant.parse("2026-01-01T00:00:00Z")).orElseThrow();
        Instant first = before;
        for (int i = 1; i <= 200; i++) {
            Instant next = interval.next(before).orElseThrow();
            assertThat(next).as("seed %s, %s", seed, interval).isAfter(before);
            Instant between = before.plusSeconds(random.nextLong(next.getEpochSecond() - before.getEpochSecond()));
            assertThat(interval.latest(between))
                    .as("seed %s, %s at %s", seed, interval, between)
                    .isEqualTo(Optional.of(before));
            assertThat(interval.countBetween(first, next, 1_000))
                    .as("seed %s, %s", seed, interval)
                    .isEqualTo(i - 1);
            before = next;
        }
    }
}
