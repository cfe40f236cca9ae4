package io.ebsnap.lifecycle;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** What a field of days of a cron expression may say of a day. */
sealed interface CronDays {

    /** Whether it says so of a day. */
    boolean matches(LocalDate day);

    /**
     * Any of several.
     *
     * @param items the parts of a list
     */
    record AnyOf(List<CronDays> items) implements CronDays {
        @Override
        public boolean matches(LocalDate day) {
            for (CronDays item : items) {
                if (item.matches(day)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code 5-20/5}: days of the month. */
    record OfMonth(int from, int to, int step) implements CronDays {
        @Override
        public boolean matches(LocalDate day) {
            int number = day.getDayOfMonth();
            return number >= from && number <= to && (number - from) % step == 0;
        }
    }

    /** {@code L-3}: so many days before the last one of the month. */
    record FromEnd(int before) implements CronDays {
        @Override
        public boolean matches(LocalDate day) {
            return day.getDayOfMonth() == day.lengthOfMonth() - before;
        }
    }

    /** {@code 15W}: the working day nearest to a day of the month, within that month; {@code LW}: its last working day. */
    record NearestWorkingDay(int number) implements CronDays {

        /** Stands for the last day. */
        static final int LAST = 0;

        @Override
        public boolean matches(LocalDate day) {
            int length = day.lengthOfMonth();
            if (number > length) {
                return false;
            }
            LocalDate wanted = day.withDayOfMonth(number == LAST ? length : number);
            return day.equals(nearest(wanted, number != LAST));
        }

        private static LocalDate nearest(LocalDate wanted, boolean mayBeLater) {
            return switch (wanted.getDayOfWeek()) {
                case SATURDAY -> wanted.getDayOfMonth() == 1 ? wanted.plusDays(2) : wanted.minusDays(1);
                case SUNDAY ->
                    mayBeLater && wanted.getDayOfMonth() < wanted.lengthOfMonth()
                            ? wanted.plusDays(1)
                            : wanted.minusDays(2);
                default -> wanted;
            };
        }
    }

    /** {@code MON-FRI}: days of the week, 0 is Sunday. */
    record OfWeek(int from, int to, int step) implements CronDays {
        @Override
        public boolean matches(LocalDate day) {
            int number = day.getDayOfWeek().getValue() % 7;
            int offset = number >= from ? number - from : number + 7 - from;
            return offset <= to - from && offset % step == 0;
        }
    }

    /** {@code 5#2}: the second of such days in the month. */
    record NthOfWeek(DayOfWeek weekday, int nth) implements CronDays {
        @Override
        public boolean matches(LocalDate day) {
            return day.getDayOfWeek() == weekday && (day.getDayOfMonth() - 1) / 7 + 1 == nth;
        }
    }

    /** {@code 5L}: the last of such days in the month. */
    record LastOfWeek(DayOfWeek weekday) implements CronDays {
        @Override
        public boolean matches(LocalDate day) {
            return day.equals(day.with(TemporalAdjusters.lastInMonth(weekday)));
        }
    }
}
