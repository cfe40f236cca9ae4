package io.ebsnap.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Every so many minutes, hours, days, weeks, months or years from a start on. Minutes and hours are elapsed time, so that nothing
 * happens to them where clocks are moved; the others are local times of their days. A day that a month does not have is its last one.
 *
 * @param every how far apart
 * @param start the first time, local
 * @param zone whose clocks count
 */
record Interval(Age every, LocalDateTime start, ZoneId zone) implements Timing {

    private static final LocalDateTime DEFAULT_START = LocalDateTime.of(1970, 1, 1, 0, 0);

    /** 1970 began with a Thursday, weeks begin with Mondays. */
    private static final LocalDateTime MONDAY = LocalDateTime.of(1970, 1, 5, 0, 0);

    /** From when on an interval counts of which nothing is said: midnights, Mondays, firsts of months. */
    static LocalDateTime defaultStart(Age every) {
        return every.unit() == ChronoUnit.WEEKS ? MONDAY : DEFAULT_START;
    }

    @Override
    public Optional<Instant> next(Instant after) {
        long index = latestIndex(after) + 1;
        return Optional.of(at(Math.max(0, index)));
    }

    @Override
    public Optional<Instant> latest(Instant upTo) {
        long index = latestIndex(upTo);
        return index < 0 ? Optional.empty() : Optional.of(at(index));
    }

    /** Elapsed time need not be counted one by one. */
    @Override
    public int countBetween(Instant from, Instant until, int limit) {
        long count = latestIndex(until.minusNanos(1)) - Math.max(-1, latestIndex(from));
        return Math.clamp(count, 0, limit);
    }

    /** Of the last time up to an instant; below 0 if that is before the start. */
    private long latestIndex(Instant upTo) {
        Instant first = at(0);
        if (upTo.isBefore(first)) {
            return -1;
        }
        if (!every.unit().isDateBased()) {
            long step = every.unit().getDuration().toMillis() * every.count();
            return Math.floorDiv(Duration.between(first, upTo).toMillis(), step);
        }
        long index = every.unit().between(start, LocalTimes.latest(upTo, zone)) / every.count() + 1;
        while (at(index).isAfter(upTo)) {
            index--;
        }
        return index;
    }

    private Instant at(long index) {
        if (every.unit().isDateBased()) {
            return LocalTimes.instant(start.plus(index * every.count(), every.unit()), zone);
        }
        return LocalTimes.instant(start, zone)
                .plusMillis(every.unit().getDuration().toMillis() * every.count() * index);
    }

    @Override
    public String text() {
        String from = start.equals(defaultStart(every)) ? "" : " from " + start;
        return "every " + every + from + " " + zone;
    }
}
