package io.ebsnap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cron expressions name, in both forms, and what becomes of it where clocks are moved. */
final class CronTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** From 2026-01-01, a Thursday, on; each column is the next time. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 3 * * *|2026-01-01T03:30:00Z|2026-01-02T03:30:00Z",
                "*/20 * * * *|2026-01-01T00:20:00Z|2026-01-01T00:40:00Z",
                "0 0 1 * *|2026-02-01T00:00:00Z|2026-03-01T00:00:00Z",
                "0 0 13 * FRI|2026-01-02T00:00:00Z|2026-01-09T00:00:00Z",
                "0 0 * * 0|2026-01-04T00:00:00Z|2026-01-11T00:00:00Z",
                "0 0 * * 7|2026-01-04T00:00:00Z|2026-01-11T00:00:00Z",
                "0 0 * * sat-mon|2026-01-03T00:00:00Z|2026-01-04T00:00:00Z",
                "15,45 8-9 * * MON-FRI|2026-01-01T08:15:00Z|2026-01-01T08:45:00Z",
                "0 0 L * *|2026-01-31T00:00:00Z|2026-02-28T00:00:00Z",
                "0 0 L-2 * ?|2026-01-29T00:00:00Z|2026-02-26T00:00:00Z",
                "0 0 LW * *|2026-01-30T00:00:00Z|2026-02-27T00:00:00Z",
                "0 0 1W * *|2026-02-02T00:00:00Z|2026-03-02T00:00:00Z",
                "0 0 15W * *|2026-01-15T00:00:00Z|2026-02-16T00:00:00Z",
                "0 0 * * 5L|2026-01-30T00:00:00Z|2026-02-27T00:00:00Z",
                "0 0 * * MON#2|2026-01-12T00:00:00Z|2026-02-09T00:00:00Z",
                "0 0 29 2 *|2028-02-29T00:00:00Z|2032-02-29T00:00:00Z",
                "cron(0 12 * * ? *)|2026-01-01T12:00:00Z|2026-01-02T12:00:00Z",
                "cron(0 18 ? * MON-FRI *)|2026-01-01T18:00:00Z|2026-01-02T18:00:00Z",
                "0 18 ? * 1 *|2026-01-04T18:00:00Z|2026-01-11T18:00:00Z",
                "0/15 * ? * 5#3 *|2026-01-15T00:00:00Z|2026-01-15T00:15:00Z",
                "0 8 ? * L *|2026-01-03T08:00:00Z|2026-01-10T08:00:00Z",
                "0 8 ? * 6L *|2026-01-30T08:00:00Z|2026-02-27T08:00:00Z",
                "0 8 3W * ? *|2026-01-02T08:00:00Z|2026-02-03T08:00:00Z",
                "0 8 L JAN,DEC ? 2027-2030|2027-01-31T08:00:00Z|2027-12-31T08:00:00Z",
            })
    void bothFormsNameTheTimesThatTheirManualsSay(String expression, Instant first, Instant second) {
        Cron cron = CronParser.parse(expression, ZoneOffset.UTC);
        assertThat(cron.next(Instant.parse("2026-01-01T00:00:00Z"))).contains(first);
        assertThat(cron.next(first)).contains(second);
        assertThat(cron.latest(second)).contains(second);
        assertThat(cron.latest(second.minusNanos(1))).contains(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 * * * *",
                "* 24 * * *",
                "0 0 0 * *",
                "0 0 32 * *",
                "0 0 * 13 *",
                "0 0 * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "0 0 30 2 *",
                "0 0 ? * ? *",
                "0 0 * * * *",
                "0 0 1 * MON *",
                "0 0 ? * 0 *",
                "0 0 ? * 8 *",
                "cron(0 0 * * *)",
                "0 0 1 1 ? 1969",
                "0 0 1 1 ? 2200",
                "? * * * *",
                "0 0 *,1 * *",
                "0 0 L-31 * *",
                "0 0 32W * *",
                "0 0 * * 1#6",
                "0 0 1 1 ? 2026 1"
            })
    void whatIsNoExpressionIsRefused(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> CronParser.parse(expression, ZoneOffset.UTC));
    }

    @Test
    void aTimeThatClocksSkipIsDoneOnceWhenTheyHave() {
        Cron cron = CronParser.parse("30 2 * * *", BERLIN);
        assertThat(times(cron, "2026-03-28T02:00:00Z", 3))
                .containsExactly(
                        Instant.parse("2026-03-29T01:00:00Z"),
                        Instant.parse("2026-03-30T00:30:00Z"),
                        Instant.parse("2026-03-31T00:30:00Z"));
    }

    @Test
    void severalTimesThatClocksSkipAreOne() {
        Cron cron = CronParser.parse("*/20 2,3 * * *", BERLIN);
        assertThat(times(cron, "2026-03-29T00:00:00Z", 3))
                .containsExactly(
                        Instant.parse("2026-03-29T01:00:00Z"),
                        Instant.parse("2026-03-29T01:20:00Z"),
                        Instant.parse("2026-03-29T01:40:00Z"));
    }

    @Test
    void aTimeThatClocksShowTwiceIsDoneTheFirstTime() {
        Cron cron = CronParser.parse("30 2 * * *", BERLIN);
        assertThat(times(cron, "2026-10-24T02:00:00Z", 2))
                .containsExactly(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
        assertThat(cron.latest(Instant.parse("2026-10-25T01:10:00Z"))).contains(Instant.parse("2026-10-25T00:30:00Z"));
    }

    /** A country that leaves out a whole day. */
    @Test
    void aDayThatIsLeftOutIsDoneWhenItWouldHaveEnded() {
        Cron cron = CronParser.parse("0 12 30 12 *", ZoneId.of("Pacific/Apia"));
        assertThat(cron.next(Instant.parse("2011-01-01T00:00:00Z"))).contains(Instant.parse("2011-12-30T10:00:00Z"));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    /** Times are strictly later one after the other, and whatever lies between two, the last before it is the first of them. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nextAndLatestAgree(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> expressions = List.of(
                "*/17 * * * *",
                "0 */3 * * *",
                "30 2 * * *",
                "59 1,2,3 * * 0",
                "0 0 L * *",
                "10 1 ? * 1#2 *",
                "0 4 15W * ?");
        List<String> zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC");
        Cron cron = CronParser.parse(
                expressions.get(random.nextInt(expressions.size())),
                ZoneId.of(zones.get(random.nextInt(zones.size()))));
        Instant time = Instant.parse("2024-02-01T00:00:00Z").plusSeconds(random.nextInt(3 * 365 * 86_400));
        Instant before = cron.next(time).orElseThrow();
        for (int i = 0; i < 300; i++) {
            Instant next = cron.next(before).orElseThrow();
            assertThat(next).as("seed %s, %s", seed, cron).isAfter(before);
            Instant between = before.plusSeconds(random.nextLong(next.getEpochSecond() - before.getEpochSecond()));
            assertThat(cron.latest(between))
                    .as("seed %s, %s at %s", seed, cron, between)
                    .contains(before);
            assertThat(cron.next(between))
                    .as("seed %s, %s at %s", seed, cron, between)
                    .contains(next);
            before = next;
        }
    }

    private static List<Instant> times(Cron cron, String after, int count) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> time = cron.next(Instant.parse(after));
        for (int i = 0; i < count; i++) {
            times.add(time.orElseThrow());
            time = cron.next(time.orElseThrow());
        }
        return times;
    }
}
