package io.ebsnap.lifecycle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads cron expressions. Five fields are those of Unix: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday), where of two
 * restricted fields of days either may match. Six fields, or {@code cron(...)}, are those of AWS: with a year, the days of the week from 1 for
 * Sunday on, and one field of days a {@code ?}. Both have lists, ranges, steps, names, {@code ?}, {@code L}, {@code W} and {@code #}.
 */
final class CronParser {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final Pattern WRAPPED = Pattern.compile("cron\\((.*)\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern RANGE = Pattern.compile("(\\*|\\?|([0-9A-Z]+)(?:-([0-9A-Z]+))?)(?:/([0-9]{1,4}))?");
    private static final Pattern FROM_END = Pattern.compile("L(?:-([0-9]{1,2}))?");
    private static final Pattern WORKING_DAY = Pattern.compile("(L|[0-9]{1,2})W");
    private static final Pattern NTH = Pattern.compile("([0-9A-Z]+)#([1-5])");
    private static final Pattern LAST = Pattern.compile("([0-9A-Z]+)L");
    private static final int UNIX_FIELDS = 5;
    private static final int AWS_FIELDS = 6;

    private final String expression;
    private final List<String> fields;
    private final boolean aws;

    private CronParser(String expression, List<String> fields) {
        this.expression = expression;
        this.fields = fields;
        this.aws = fields.size() == AWS_FIELDS;
    }

    /** From, to and step of one part of a list; also whether only where it begins was said. */
    private record Range(int from, int to, int step) {}

    /** What numbers a field has, and their names. */
    private record Numbers(String name, int min, int max, List<String> names) {}

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if it is none, or names no time that comes; the message goes on after the name of what was read
     */
    static Cron parse(String text, ZoneId zone) {
        Matcher wrapped = WRAPPED.matcher(text.strip());
        boolean isWrapped = wrapped.matches();
        String inner = isWrapped ? wrapped.group(1) : text;
        List<String> fields = List.of(inner.strip().toUpperCase(Locale.ROOT).split("\\s+", -1));
        if (fields.size() != AWS_FIELDS && (isWrapped || fields.size() != UNIX_FIELDS)) {
            throw new IllegalArgumentException(
                    "is no cron expression of 5 fields as in Unix, or 6 as in AWS: '" + text + "'");
        }
        Cron cron = new Cron(text.strip(), new CronParser(text, fields).read(), zone);
        Cron anywhere = new Cron(cron.expression(), cron.fields(), ZoneOffset.UTC);
        if (anywhere.next(Instant.EPOCH.minusSeconds(1)).isEmpty()) {
            throw new IllegalArgumentException("names a time that never comes: '" + text + "'");
        }
        return cron;
    }

    private Cron.Fields read() {
        String ofMonth = fields.get(2);
        String ofWeek = fields.get(4);
        if (aws && ofMonth.equals("?") == ofWeek.equals("?")) {
            throw wrong("one of its two fields of days, and not both, is to be ?");
        }
        return new Cron.Fields(
                numbers(fields.get(0), new Numbers("minute", 0, 59, List.of())),
                numbers(fields.get(1), new Numbers("hour", 0, 23, List.of())),
                days(ofMonth, this::dayOfMonth),
                days(ofWeek, this::dayOfWeek),
                isRestricted(ofMonth) && isRestricted(ofWeek),
                numbers(fields.get(3), new Numbers("month", 1, 12, MONTHS)),
                years());
    }

    /** As every cron since Vixie's has it: a field that begins with a star restricts nothing by itself. */
    private static boolean isRestricted(String field) {
        return !field.startsWith("*") && !field.startsWith("?");
    }

    private BitSet years() {
        BitSet years = new BitSet();
        if (!aws) {
            years.set(0, Cron.YEAR_MAX - Cron.YEAR_MIN + 1);
            return years;
        }
        numbers(fields.get(5), new Numbers("year", Cron.YEAR_MIN, Cron.YEAR_MAX, List.of())).stream()
                .forEach(year -> years.set(year - Cron.YEAR_MIN));
        return years;
    }

    private BitSet numbers(String field, Numbers of) {
        BitSet set = new BitSet();
        for (String item : items(field)) {
            Range range = range(item, of);
            for (int number = range.from(); number <= range.to(); number += range.step()) {
                set.set(number);
            }
        }
        return set;
    }

    private CronDays days(String field, Function<String, CronDays> reader) {
        List<CronDays> days = new ArrayList<>();
        for (String item : items(field)) {
            days.add(reader.apply(item));
        }
        return days.size() == 1 ? days.getFirst() : new CronDays.AnyOf(List.copyOf(days));
    }

    private CronDays dayOfMonth(String item) {
        Matcher fromEnd = FROM_END.matcher(item);
        if (fromEnd.matches()) {
            return new CronDays.FromEnd(
                    fromEnd.group(1) == null ? 0 : bounded(fromEnd.group(1), 30, "days before the last"));
        }
        Matcher working = WORKING_DAY.matcher(item);
        if (working.matches()) {
            boolean last = working.group(1).equals("L");
            return new CronDays.NearestWorkingDay(
                    last ? CronDays.NearestWorkingDay.LAST : bounded(working.group(1), 31, "day"));
        }
        Range range = range(item, new Numbers("day of the month", 1, 31, List.of()));
        return new CronDays.OfMonth(range.from(), range.to(), range.step());
    }

    private int bounded(String digits, int max, String what) {
        int number = Integer.parseInt(digits);
        if (number < 1 || number > max) {
            throw wrong(number + " is no " + what);
        }
        return number;
    }

    private CronDays dayOfWeek(String item) {
        Numbers numbers =
                aws ? new Numbers("day of the week", 1, 7, WEEKDAYS) : new Numbers("day of the week", 0, 7, WEEKDAYS);
        Matcher nth = NTH.matcher(item);
        if (nth.matches()) {
            return new CronDays.NthOfWeek(weekday(nth.group(1), numbers), Integer.parseInt(nth.group(2)));
        }
        Matcher last = LAST.matcher(item);
        if (last.matches()) {
            return new CronDays.LastOfWeek(weekday(last.group(1), numbers));
        }
        if (item.equals("L")) {
            return new CronDays.OfWeek(6, 6, 1); // Saturday ends the week, as in AWS
        }
        Range range = range(item, numbers);
        int sunday = aws ? 1 : 0;
        return new CronDays.OfWeek(range.from() - sunday, range.to() - sunday, range.step());
    }

    private DayOfWeek weekday(String word, Numbers numbers) {
        int number = (number(word, numbers) - (aws ? 1 : 0)) % 7;
        return DayOfWeek.of(number == 0 ? 7 : number);
    }

    private List<String> items(String field) {
        List<String> items = List.of(field.split(",", -1));
        if (items.size() > 1 && (items.contains("*") || items.contains("?"))) {
            throw wrong("'" + field + "' lists all beside some");
        }
        return items;
    }

    private Range range(String item, Numbers of) {
        Matcher form = RANGE.matcher(item);
        boolean fits = form.matches();
        if (!fits || (item.startsWith("?") && (item.length() > 1 || !of.name().startsWith("day")))) {
            throw wrong("'" + item + "' is no " + of.name());
        }
        Optional<String> step = Optional.ofNullable(form.group(4));
        int by = step.map(Integer::parseInt).orElse(1);
        if (by < 1) {
            throw wrong("a step of " + by);
        }
        String first = form.group(2);
        if (first == null) {
            return new Range(of.min(), of.name().equals("day of the week") ? of.min() + 6 : of.max(), by);
        }
        int from = number(first, of);
        String last = form.group(3);
        int open = step.isPresent() ? of.max() : from;
        int to = last == null ? open : number(last, of);
        return ordered(item, new Range(from, to, by), of);
    }

    /** A week has no end: FRI-MON goes on over Sunday. */
    private Range ordered(String item, Range range, Numbers of) {
        if (range.to() >= range.from()) {
            return range;
        }
        if (!of.name().equals("day of the week")) {
            throw wrong("'" + item + "' goes backwards");
        }
        return new Range(range.from(), range.to() + 7, range.step());
    }

    private int number(String word, Numbers of) {
        int named = of.names().indexOf(word);
        if (named >= 0) {
            return named + (of.name().equals("month") || aws ? 1 : 0);
        }
        if (!word.matches("[0-9]{1,4}") || Integer.parseInt(word) < of.min() || Integer.parseInt(word) > of.max()) {
            throw wrong("'" + word + "' is no " + of.name() + " from " + of.min() + " to " + of.max());
        }
        return Integer.parseInt(word);
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("is no cron expression: " + what + ": '" + expression + "'");
    }
}
