package io.ebsnap.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a chart.
 *
 * @param low value at its beginning
 * @param high value at its end, more than {@code low}
 * @param ticks within, in order
 */
record ChartAxis(double low, double high, List<Tick> ticks) {

    private static final int BYTE_TICKS = 4;
    private static final int TIME_TICKS_MAX = 7;
    private static final double KIBI = 1024;

    /** Of the whole, what is left free at both ends of a time, so that marks there do not lie over labels. */
    private static final double MARGIN = 0.03;

    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(90),
            Duration.ofDays(365),
            Duration.ofDays(1825));

    /** A place on an axis, with its label. */
    record Tick(double value, String label) {}

    ChartAxis {
        ticks = List.copyOf(ticks);
    }

    /** Where a value is, from 0 to 1. */
    double at(double value) {
        return Math.clamp((value - low) / (high - low), 0, 1);
    }

    /** From nothing to some bytes at least, in round numbers of a unit. */
    static ChartAxis bytes(long most) {
        double unit = 1;
        while (most / unit >= KIBI) {
            unit *= KIBI;
        }
        double step = unit * step(Math.max(1, most) / unit / BYTE_TICKS);
        List<Tick> ticks = new ArrayList<>();
        int count = (int) Math.ceil(Math.max(1, most) / step);
        for (int i = 0; i <= count; i++) {
            ticks.add(new Tick(
                    i * step, i == 0 ? "0" : Human.size((long) (i * step)).replace(".0 ", " ")));
        }
        return new ChartAxis(0, count * step, ticks);
    }

    /** The next of 1, 2 and 5 with some zeros, or parts of one. */
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double digit = least / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    /** From one time to a later one, labelled in UTC. */
    static ChartAxis time(Instant from, Instant to) {
        Instant end = to.isAfter(from) ? to : from.plusSeconds(60);
        Duration whole = Duration.between(from, end);
        Duration step = STEPS.stream()
                .filter(candidate -> whole.dividedBy(candidate) <= TIME_TICKS_MAX)
                .findFirst()
                .orElse(whole);
        DateTimeFormatter form = DateTimeFormatter.ofPattern(
                        step.compareTo(Duration.ofDays(1)) < 0
                                ? "HH:mm"
                                : step.compareTo(Duration.ofDays(90)) < 0 ? "d MMM" : "MMM uuuu",
                        Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        long seconds = step.toSeconds();
        long first = Math.ceilDiv(from.getEpochSecond(), seconds) * seconds;
        List<Tick> ticks = new ArrayList<>();
        for (long tick = first; tick <= end.getEpochSecond(); tick += seconds) {
            ticks.add(new Tick(tick, form.format(Instant.ofEpochSecond(tick))));
        }
        double margin = whole.toSeconds() * MARGIN;
        return new ChartAxis(from.getEpochSecond() - margin, end.getEpochSecond() + margin, ticks);
    }
}
