package io.ebsnap.lifecycle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stretches of local time, of each of which one snapshot is kept. Weeks begin with Mondays. */
enum Generation {
    HOURLY,
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY;

    /** The word for it in policies. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A stretch of local time.
     *
     * @param begin its first moment
     * @param offset of the clocks from UTC, where they may show a time twice; else null
     */
    record Stretch(LocalDateTime begin, @Nullable ZoneOffset offset) {}

    /** The stretch that an instant is in. */
    Stretch stretch(Instant instant, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(instant);
        LocalDateTime local = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, offset);
        LocalDate day = local.toLocalDate();
        return switch (this) {
            case HOURLY -> new Stretch(local.truncatedTo(ChronoUnit.HOURS), offset);
            case DAILY -> of(day);
            case WEEKLY -> of(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            case MONTHLY -> of(day.withDayOfMonth(1));
            case YEARLY -> of(day.withDayOfYear(1));
        };
    }

    private static Stretch of(LocalDate first) {
        return new Stretch(first.atStartOfDay(), null);
    }
}
