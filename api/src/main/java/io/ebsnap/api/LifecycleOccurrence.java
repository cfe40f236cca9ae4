package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a policy did, or would do.
 *
 * @param time when
 * @param kind {@code created}, {@code skipped}, {@code deleted}, {@code kept}, {@code followed-up}, {@code failed}, {@code missed} or {@code idle}; {@code building} of an image pipeline that was due
 * @param policyId of which policy
 * @param policyName its name
 * @param scheduleName of which schedules; absent for none
 * @param volumeId of which volume; absent for none
 * @param snapshotId of which snapshot; absent for none; of one that is not taken yet a made-up name
 * @param reason why, or what came of it
 */
public record LifecycleOccurrence(
        Instant time,
        String kind,
        String policyId,
        String policyName,
        @Nullable String scheduleName,
        @Nullable String volumeId,
        @Nullable String snapshotId,
        String reason) {

    public static final String CREATED = "created";
    public static final String SKIPPED = "skipped";
    public static final String DELETED = "deleted";
    public static final String BUILDING = "building";
    public static final String FAILED = "failed";
}
