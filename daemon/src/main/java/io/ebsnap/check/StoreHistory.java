package io.ebsnap.check;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the store has grown, day by day. Safe for use by several threads. */
public final class StoreHistory {

    /** Ten years. */
    static final int DAYS_MAX = 3660;

    private static final Logger LOG = LoggerFactory.getLogger(StoreHistory.class);
    private static final int FILE_BYTES_MAX = 1 << 20;

    private final Path file;
    private final InstantSource clock;

    @GuardedBy("this")
    private final List<StoreDay> days;

    private StoreHistory(Path file, List<StoreDay> days, InstantSource clock) {
        this.file = file;
        this.days = new ArrayList<>(days);
        this.clock = clock;
    }

    /** What earlier daemons have written down, as far as it can be read. */
    public static StoreHistory open(Path file, InstantSource clock) {
        return new StoreHistory(file, read(file), clock);
    }

    private static List<StoreDay> read(Path file) {
        try {
            String text = new String(DurableFiles.read(file, FILE_BYTES_MAX), StandardCharsets.US_ASCII);
            return text.lines().map(StoreDay::parse).flatMap(Optional::stream).toList();
        } catch (Failure.NotFound none) {
            return List.of();
        } catch (Failure e) {
            LOG.warn("file={} how the store has grown is not known: {}", file, e.getMessage());
            return List.of();
        }
    }

    /** Writes down how the store is today, if that has not been done. */
    public synchronized void note(Supplier<StoreStatistics> store) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!days.isEmpty() && !days.getLast().date().isBefore(today)) {
            return;
        }
        days.add(StoreDay.of(today, store.get()));
        if (days.size() > DAYS_MAX) {
            days.removeFirst();
        }
        String text = days.stream().map(day -> day.line() + "\n").collect(Collectors.joining());
        DurableFiles.replace(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The days, the oldest first. */
    public synchronized List<StoreDay> days() {
        return List.copyOf(days);
    }
}
