package io.ebsnap.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

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

    /** A name for the stretch that an instant is in; a later one of another name is in a later stretch. */
    String stretch(Instant instant, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        LocalDate day = local.toLocalDate();
        return switch (this) {
            // An hour that clocks show twice is two: the offset tells them apart.
            case HOURLY ->
                local.truncatedTo(ChronoUnit.HOURS) + " " + zone.getRules().getOffset(instant);
            case DAILY -> day.toString();
            case WEEKLY -> day.get(IsoFields.WEEK_BASED_YEAR) + "-W" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTHLY -> day.getYear() + "-" + day.getMonthValue();
            case YEARLY -> Integer.toString(day.getYear());
        };
    }
}
