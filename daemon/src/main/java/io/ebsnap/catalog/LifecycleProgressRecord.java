package io.ebsnap.catalog;

import java.time.Instant;
import java.util.List;

/**
 * How far the schedules of a policy have come, wherever that stands.
 *
 * @param policyId {@code policy-...}
 * @param suspended whether the policy was disabled when it was looked at last
 * @param schedules in the order of their ids
 */
public record LifecycleProgressRecord(String policyId, boolean suspended, List<ScheduleProgress> schedules)
        implements CatalogRecord {

    public LifecycleProgressRecord {
        schedules = List.copyOf(schedules);
    }

    /**
     * How far a schedule has come.
     *
     * @param scheduleId its id in the policy
     * @param time for which it was last done, or from which on it counts
     */
    public record ScheduleProgress(String scheduleId, Instant time) {}

    @Override
    public String catalogId() {
        return policyId;
    }
}
