package io.ebsnap.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreHistoryTest {

    private static final Instant DAY = Instant.parse("2026-01-31T00:00:00Z");

    @TempDir
    private Path directory;

    private Instant now = DAY;

    private StoreHistory open() {
        return StoreHistory.open(directory.resolve("history"), () -> now);
    }

    private static StoreStatistics store(long packBytes) {
        return new StoreStatistics("00", DAY, 1, packBytes, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 0);
    }

    @Test
    void thereIsALineForEachDay() {
        StoreHistory history = open();
        history.note(() -> store(10));
        now = DAY.plusSeconds(86_399);
        history.note(() -> store(20));
        now = DAY.plusSeconds(86_400);
        history.note(() -> store(30));
        List<StoreDay> expected = List.of(
                new StoreDay(LocalDate.of(2026, 1, 31), 15, 11, 8, 13),
                new StoreDay(LocalDate.of(2026, 2, 1), 35, 11, 8, 13));
        assertThat(history.days()).isEqualTo(expected);
        assertThat(open().days()).isEqualTo(expected);
    }

    @Test
    void aLineThatIsWrittenAsItIsDocumented() throws IOException {
        open().note(() -> store(10));
        assertThat(Files.readString(directory.resolve("history"))).isEqualTo("2026-01-31 15 11 8 13 703ca9cc\n");
    }

    @Test
    void whatIsNoLineIsLeftOut() throws IOException {
        open().note(() -> store(10));
        Files.writeString(
                directory.resolve("history"), "2026-02-01 1 2 3 4 00000000\nnonsense\n\n", StandardOpenOption.APPEND);
        assertThat(open().days()).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackAddsNothing() {
        StoreHistory history = open();
        history.note(() -> store(10));
        now = DAY.minusSeconds(1);
        history.note(() -> store(20));
        assertThat(history.days()).hasSize(1);
    }

    @Test
    void theOldestDaysGo() {
        StoreHistory history = open();
        for (int day = 0; day < StoreHistory.DAYS_MAX + 2; day++) {
            now = DAY.plusSeconds(86_400L * day);
            history.note(() -> store(10));
        }
        assertThat(history.days()).hasSize(StoreHistory.DAYS_MAX);
        assertThat(history.days().getFirst().date()).isEqualTo(LocalDate.of(2026, 2, 2));
    }
}
