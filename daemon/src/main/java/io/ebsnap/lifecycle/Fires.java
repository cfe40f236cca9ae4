package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which schedules of a policy are due, and how far it has come when they are done. Pure.
 *
 * @param fires that are due
 * @param progress of the policy afterwards
 */
record Fires(List<Fire> fires, PolicyProgress progress) {

    /** Beyond that many times that were missed it is not counted. */
    static final int MISSED_MAX = 1_000_000;

    /**
     * Looks.
     *
     * @param before how far it has come; a schedule that was not seen before counts from now on
     */
    static Fires of(Policy policy, PolicyProgress before, Instant now) {
        if (!policy.enabled()) {
            return new Fires(List.of(), before.asSuspended());
        }
        List<Fire> fires = new ArrayList<>();
        PolicyProgress after = PolicyProgress.NONE;
        for (Schedule schedule : policy.schedules()) {
            Instant last = before.suspended() ? null : before.last(schedule.id());
            Optional<Fire> fire = fire(policy, schedule, last, now);
            fire.ifPresent(fires::add);
            after = after.with(schedule.id(), fire.map(Fire::due).orElse(last == null ? now : last));
        }
        return new Fires(fires, after);
    }

    private static Optional<Fire> fire(Policy policy, Schedule schedule, @Nullable Instant last, Instant now) {
        if (last == null) {
            return Optional.empty();
        }
        return schedule.timing()
                .latest(now)
                .filter(due -> due.isAfter(last))
                .map(due -> new Fire(policy, schedule, due, schedule.timing().countBetween(last, due, MISSED_MAX)));
    }
}
