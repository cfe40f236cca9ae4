package io.ebsnap.lifecycle;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Local times as instants. A time that clocks skip is the instant at which they skip it, one that they show twice is the first of both: so a
 * later local time is never an earlier instant, and each local time is one instant.
 */
final class LocalTimes {

    /** Clocks are never moved further at a time, but for a day that a country has left out. */
    private static final int MOVED_HOURS_MAX = 25;

    private LocalTimes() {}

    /** The instant that a local time stands for. */
    static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition transition = rules.getTransition(local);
        if (transition != null && transition.isGap()) {
            return transition.getInstant();
        }
        return local.toInstant(transition == null ? rules.getOffset(local) : transition.getOffsetBefore());
    }

    /** A local time that is not before any that stands for an instant up to the given one: where a search backwards begins. */
    static LocalDateTime latest(Instant instant, ZoneId zone) {
        LocalDateTime shown = LocalDateTime.ofInstant(instant, zone);
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        if (before == null || before.isGap() || before.getInstant().isBefore(hoursBefore(instant))) {
            return shown;
        }
        LocalDateTime turnedBack = before.getDateTimeBefore();
        return shown.isBefore(turnedBack) ? turnedBack : shown;
    }

    private static Instant hoursBefore(Instant instant) {
        return instant.minusSeconds(MOVED_HOURS_MAX * 3600L);
    }
}
