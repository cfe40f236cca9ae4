package io.ebsnap.lifecycle;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads when something is to be done: {@code cron}, or {@code every} with {@code start}, in a {@code time-zone}. */
public final class TimingReading {

    private TimingReading() {}

    /** The time zone of a table; another one if it names none. */
    public static ZoneId zone(PolicyTable table, ZoneId fallback) {
        return table.value("time-zone", text -> {
                    try {
                        return ZoneId.of(text);
                    } catch (DateTimeException e) {
                        throw new IllegalArgumentException("is no time zone: '" + text + "'", e);
                    }
                })
                .orElse(fallback);
    }

    /**
     * When it is to be done.
     *
     * @param zone whose clocks count
     * @param otherwise how often if nothing is said; empty if something must be
     * @throws io.ebsnap.failure.Failure.Invalid if it does not say when, or in two ways
     */
    public static Timing read(PolicyTable table, ZoneId zone, Optional<Age> otherwise) {
        Optional<Timing> cron = table.value("cron", text -> CronParser.parse(text, zone));
        Optional<Age> every = table.value("every", Age::parse);
        Optional<String> start = table.text("start");
        if (cron.isPresent() && (every.isPresent() || start.isPresent())) {
            throw table.wrong("has both cron and every or start");
        }
        return cron.orElseGet(() -> {
            Age step = every.or(() -> otherwise)
                    .orElseThrow(() -> table.wrong("does not say when: it has one of every, cron"));
            return new Interval(
                    step, table.value("start", text -> start(text, step)).orElse(Interval.defaultStart(step)), zone);
        });
    }

    /** {@code 09:00}, {@code 2026-01-31} or {@code 2026-01-31T09:00}. */
    private static LocalDateTime start(String text, Age every) {
        try {
            if (text.indexOf('T') > 0) {
                return LocalDateTime.parse(text);
            }
            return text.indexOf(':') > 0
                    ? Interval.defaultStart(every).with(LocalTime.parse(text))
                    : LocalDate.parse(text).atStartOfDay();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is none of HH:MM, YYYY-MM-DD, YYYY-MM-DDTHH:MM: '" + text + "'", e);
        }
    }
}
