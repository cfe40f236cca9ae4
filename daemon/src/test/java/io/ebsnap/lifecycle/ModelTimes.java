package io.ebsnap.lifecycle;

import io.ebsnap.lifecycle.NaivePolicies.When;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;

/** Times of schedules for a model. */
final class ModelTimes {

    private ModelTimes() {}

    /** Each in the words of a policy, and as a person would check it with calendar and clock. */
    static final List<When> ALL = List.of(
            new When("cron = \"0 3 * * *\"", time -> at(time, 3, 0), ModelTimes::never),
            new When("cron = \"30 2 * * *\"", time -> at(time, 2, 30), ModelTimes::never),
            new When(
                    "cron = \"0 */6 * * *\"",
                    time -> time.getHour() % 6 == 0 && time.getMinute() == 0,
                    ModelTimes::never),
            new When(
                    "cron = \"15 8-18/2 * * MON-FRI\"",
                    time -> time.getMinute() == 15
                            && time.getHour() >= 8
                            && time.getHour() <= 18
                            && time.getHour() % 2 == 0
                            && time.getDayOfWeek().getValue() <= 5,
                    ModelTimes::never),
            new When(
                    "cron = \"0 0 1,15 * SUN\"",
                    time -> at(time, 0, 0)
                            && (time.getDayOfMonth() == 1
                                    || time.getDayOfMonth() == 15
                                    || time.getDayOfWeek() == DayOfWeek.SUNDAY),
                    ModelTimes::never),
            new When(
                    "cron = \"cron(0 5 L * ? *)\"",
                    time -> at(time, 5, 0) && time.plusDays(1).getDayOfMonth() == 1,
                    ModelTimes::never),
            new When(
                    "cron = \"0 22 ? * 6L *\"",
                    time -> at(time, 22, 0)
                            && time.getDayOfWeek() == DayOfWeek.FRIDAY
                            && time.plusDays(7).getMonth() != time.getMonth(),
                    ModelTimes::never),
            new When(
                    "cron = \"0 1 ? * MON#1 *\"",
                    time -> at(time, 1, 0) && time.getDayOfWeek() == DayOfWeek.MONDAY && time.getDayOfMonth() <= 7,
                    ModelTimes::never),
            new When(
                    "cron = \"0 4 LW * ?\"",
                    time -> at(time, 4, 0) && time.getDayOfWeek().getValue() <= 5 && !hasLaterWorkingDay(time),
                    ModelTimes::never),
            new When("every = \"45 minutes\"", ModelTimes::never, minutes -> minutes % 45 == 0),
            new When(
                    "every = \"7 hours\"\nstart = \"1970-01-01T00:00\"\n",
                    ModelTimes::never,
                    minutes -> minutes % 420 == 0),
            new When("every = \"1 day\"\nstart = \"21:10\"", time -> at(time, 21, 10), ModelTimes::never),
            new When(
                    "every = \"1 week\"\nstart = \"06:00\"",
                    time -> at(time, 6, 0) && time.getDayOfWeek() == DayOfWeek.MONDAY,
                    ModelTimes::never),
            new When(
                    "every = \"1 month\"\nstart = \"2020-01-31T12:00\"",
                    time -> at(time, 12, 0) && time.plusDays(1).getDayOfMonth() == 1,
                    ModelTimes::never));

    private static boolean never(Object unused) {
        return false;
    }

    private static boolean at(LocalDateTime time, int hour, int minute) {
        return time.getHour() == hour && time.getMinute() == minute;
    }

    private static boolean hasLaterWorkingDay(LocalDateTime time) {
        LocalDateTime day = time.plusDays(1);
        while (day.getMonth() == time.getMonth()) {
            if (day.getDayOfWeek().getValue() <= 5) {
                return true;
            }
            day = day.plusDays(1);
        }
        return false;
    }
}
