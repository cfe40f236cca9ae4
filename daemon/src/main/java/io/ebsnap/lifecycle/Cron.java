package io.ebsnap.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.Optional;

/**
 * The local times that a cron expression names. A time that clocks skip is done once when they have skipped it, one that they show twice is done the first time.
 *
 * @param expression as it was given
 * @param fields what it says
 * @param zone whose clocks count
 */
record Cron(String expression, Fields fields, ZoneId zone) implements Timing {

    /** No expression names a time before or after that. */
    static final int YEAR_MIN = 1970;

    static final int YEAR_MAX = 2199;

    /**
     * What an expression says.
     *
     * @param minutes of an hour
     * @param hours of a day
     * @param daysOfMonth which days
     * @param daysOfWeek which days
     * @param eitherDay whether a day is meant that matches one of both; else it must match both
     * @param months 1 to 12
     * @param years since {@link #YEAR_MIN}
     */
    record Fields(
            BitSet minutes,
            BitSet hours,
            CronDays daysOfMonth,
            CronDays daysOfWeek,
            boolean eitherDay,
            BitSet months,
            BitSet years) {

        boolean includes(LocalDate day) {
            boolean ofMonth = daysOfMonth.matches(day);
            return eitherDay ? ofMonth || daysOfWeek.matches(day) : ofMonth && daysOfWeek.matches(day);
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        LocalDateTime from = LocalDateTime.ofInstant(after, zone).withSecond(0).withNano(0);
        Optional<LocalDateTime> local = from(from);
        while (local.isPresent()) {
            Instant instant = LocalTimes.instant(local.get(), zone);
            if (instant.isAfter(after)) {
                return Optional.of(instant);
            }
            local = from(local.get().plusMinutes(1));
        }
        return Optional.empty();
    }

    @Override
    public Optional<Instant> latest(Instant upTo) {
        Optional<LocalDateTime> local = upTo(LocalTimes.latest(upTo, zone));
        while (local.isPresent()) {
            Instant instant = LocalTimes.instant(local.get(), zone);
            if (!instant.isAfter(upTo)) {
                return Optional.of(instant);
            }
            local = upTo(local.get().minusMinutes(1));
        }
        return Optional.empty();
    }

    private Optional<LocalDateTime> from(LocalDateTime first) {
        Optional<LocalTime> today = isMeant(first.toLocalDate()) ? timeFrom(first.toLocalTime()) : Optional.empty();
        if (today.isPresent()) {
            return today.map(first.toLocalDate()::atTime);
        }
        return dayFrom(first.toLocalDate().plusDays(1))
                .flatMap(day -> timeFrom(LocalTime.MIDNIGHT).map(day::atTime));
    }

    private Optional<LocalDateTime> upTo(LocalDateTime last) {
        Optional<LocalTime> today = isMeant(last.toLocalDate()) ? timeUpTo(last.toLocalTime()) : Optional.empty();
        if (today.isPresent()) {
            return today.map(last.toLocalDate()::atTime);
        }
        return dayUpTo(last.toLocalDate().minusDays(1))
                .flatMap(day -> timeUpTo(LocalTime.of(23, 59)).map(day::atTime));
    }

    private Optional<LocalTime> timeFrom(LocalTime first) {
        int minute = fields.minutes().nextSetBit(first.getMinute());
        if (fields.hours().get(first.getHour()) && minute >= 0) {
            return Optional.of(LocalTime.of(first.getHour(), minute));
        }
        int hour = fields.hours().nextSetBit(first.getHour() + 1);
        return hour < 0
                ? Optional.empty()
                : Optional.of(LocalTime.of(hour, fields.minutes().nextSetBit(0)));
    }

    private Optional<LocalTime> timeUpTo(LocalTime last) {
        int minute = fields.minutes().previousSetBit(last.getMinute());
        if (fields.hours().get(last.getHour()) && minute >= 0) {
            return Optional.of(LocalTime.of(last.getHour(), minute));
        }
        int hour = fields.hours().previousSetBit(last.getHour() - 1);
        return hour < 0
                ? Optional.empty()
                : Optional.of(LocalTime.of(hour, fields.minutes().length() - 1));
    }

    /** Years and months that are not meant are passed over as a whole. */
    private Optional<LocalDate> dayFrom(LocalDate first) {
        LocalDate day = first.getYear() < YEAR_MIN ? LocalDate.of(YEAR_MIN, 1, 1) : first;
        while (day.getYear() <= YEAR_MAX) {
            if (!fields.years().get(day.getYear() - YEAR_MIN)) {
                day = LocalDate.of(day.getYear() + 1, 1, 1);
            } else if (!fields.months().get(day.getMonthValue())) {
                day = day.withDayOfMonth(1).plusMonths(1);
            } else if (fields.includes(day)) {
                return Optional.of(day);
            } else {
                day = day.plusDays(1);
            }
        }
        return Optional.empty();
    }

    private Optional<LocalDate> dayUpTo(LocalDate last) {
        LocalDate day = last.getYear() > YEAR_MAX ? LocalDate.of(YEAR_MAX, 12, 31) : last;
        while (day.getYear() >= YEAR_MIN) {
            if (!fields.years().get(day.getYear() - YEAR_MIN)) {
                day = LocalDate.of(day.getYear() - 1, 12, 31);
            } else if (!fields.months().get(day.getMonthValue())) {
                day = day.withDayOfMonth(1).minusDays(1);
            } else if (fields.includes(day)) {
                return Optional.of(day);
            } else {
                day = day.minusDays(1);
            }
        }
        return Optional.empty();
    }

    private boolean isMeant(LocalDate day) {
        return day.getYear() >= YEAR_MIN
                && day.getYear() <= YEAR_MAX
                && fields.years().get(day.getYear() - YEAR_MIN)
                && fields.months().get(day.getMonthValue())
                && fields.includes(day);
    }

    @Override
    public String text() {
        return "cron " + expression + " " + zone;
    }
}
