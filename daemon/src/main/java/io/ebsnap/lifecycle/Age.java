package io.ebsnap.lifecycle;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people say it.
 *
 * @param count how many, 1 to 1,000,000
 * @param unit minutes, hours, days, weeks, months or years: those from days on are counted in the calendar of a zone
 */
public record Age(int count, ChronoUnit unit) {

    static final int COUNT_MAX = 1_000_000;

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6}) *([a-z]+)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "minute", ChronoUnit.MINUTES,
            "hour", ChronoUnit.HOURS,
            "day", ChronoUnit.DAYS,
            "week", ChronoUnit.WEEKS,
            "month", ChronoUnit.MONTHS,
            "year", ChronoUnit.YEARS);

    /**
     * Reads {@code 30 days}.
     *
     * @throws IllegalArgumentException if it is something else; the message goes on after the name of what was read
     */
    public static Age parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (form.matches() && Integer.parseInt(form.group(1)) <= COUNT_MAX) {
            String word = form.group(2);
            ChronoUnit unit = UNITS.get(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
            if (unit != null) {
                return new Age(Integer.parseInt(form.group(1)), unit);
            }
        }
        throw new IllegalArgumentException(
                "is no number of minutes, hours, days, weeks, months or years: '" + text + "'");
    }

    /** When something that began then is so old. */
    public Instant after(Instant begin, ZoneId zone) {
        return shifted(begin, zone, count);
    }

    /** What is so old at an instant began then. */
    public Instant before(Instant end, ZoneId zone) {
        return shifted(end, zone, -count);
    }

    private Instant shifted(Instant from, ZoneId zone, int by) {
        return unit.isDateBased() ? from.atZone(zone).plus(by, unit).toInstant() : from.plus(by, unit);
    }

    /** So long in seconds at most; a month has 31 days here and a year 366. */
    long secondsMax() {
        return switch (unit) {
            case MONTHS -> 31L * 86_400 * count;
            case YEARS -> 366L * 86_400 * count;
            default -> Math.multiplyExact(unit.getDuration().toSeconds(), (long) count);
        };
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String plural = unit.name().toLowerCase(Locale.ROOT);
        return count + " " + (count == 1 ? plural.substring(0, plural.length() - 1) : plural);
    }
}
