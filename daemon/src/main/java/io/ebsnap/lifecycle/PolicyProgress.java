package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the schedules of a policy have come.
 *
 * @param last by the id of each schedule the time for which it was last done, or from which on it counts
 * @param suspended whether the policy was disabled when it was looked at last: what was due meanwhile is not made up for
 */
record PolicyProgress(Map<String, Instant> last, boolean suspended) {

    static final PolicyProgress NONE = new PolicyProgress(Map.of(), false);

    PolicyProgress {
        last = Map.copyOf(last);
    }

    @Nullable
    Instant last(String scheduleId) {
        return last.get(scheduleId);
    }

    /** The same with a schedule further on. */
    PolicyProgress with(String scheduleId, Instant time) {
        Map<String, Instant> more = new HashMap<>(last);
        more.put(scheduleId, time);
        return new PolicyProgress(more, suspended);
    }

    /** The same of a policy that is disabled. */
    PolicyProgress asSuspended() {
        return new PolicyProgress(last, true);
    }
}
