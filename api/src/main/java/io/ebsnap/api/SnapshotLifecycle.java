package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a snapshot is there, and until when.
 *
 * @param snapshotId which
 * @param policyName of the policy that made it; absent if none did
 * @param scheduleName of its schedules; absent if none did
 * @param kept whether it stays now
 * @param reasons why so
 * @param done what was done with it
 * @param pending what is to be done with it
 * @param deletionTime when it will be deleted, as far as can be told; absent if it will not within two years
 * @param deletionReason why then; absent if it will not
 */
public record SnapshotLifecycle(
        String snapshotId,
        @Nullable String policyName,
        @Nullable String scheduleName,
        boolean kept,
        List<String> reasons,
        List<String> done,
        List<String> pending,
        @Nullable Instant deletionTime,
        @Nullable String deletionReason) {}
