package io.ebsnap.check;

import io.ebsnap.format.Checksums;
import io.ebsnap.geometry.ArraySlice;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The store as it was on a day; a line of {@code docs/format/history.md}.
 *
 * @param date in UTC
 * @param packBytes length of all packs
 * @param snapshotBytes content of all completed snapshots, as if each were alone
 * @param snapshots completed ones
 * @param freeBytes what could still be stored
 */
public record StoreDay(LocalDate date, long packBytes, long snapshotBytes, long snapshots, long freeBytes) {

    private static final int FIELDS = 6;

    static StoreDay of(LocalDate date, StoreStatistics store) {
        return new StoreDay(
                date,
                store.dataPackBytes() + store.pagePackBytes(),
                store.fullSnapshotBytes(),
                store.snapshotsCompleted(),
                store.freeBytes());
    }

    /** Its line. */
    String line() {
        String text =
                String.format(Locale.ROOT, "%s %d %d %d %d", date, packBytes, snapshotBytes, snapshots, freeBytes);
        return text + " " + sum(text);
    }

    /** The day of a line, if it is one. */
    static Optional<StoreDay> parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS
                || !sum(line.substring(0, line.lastIndexOf(' '))).equals(fields[FIELDS - 1])) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoreDay(
                    LocalDate.parse(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[4])));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String sum(String text) {
        return HexFormat.of().toHexDigits(Checksums.crc32c(ArraySlice.of(text.getBytes(StandardCharsets.US_ASCII))));
    }
}
