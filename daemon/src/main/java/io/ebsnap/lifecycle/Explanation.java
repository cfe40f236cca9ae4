package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a snapshot is there, and until when.
 *
 * @param snapshotId which
 * @param policy the name of the policy that made it; empty if none did
 * @param schedules their names; empty if none did
 * @param kept whether it stays now
 * @param reasons why so, one from each rule that keeps it, or from all that do not
 * @param done what was done with it
 * @param pending what is to be done with it, with the time
 * @param deletion when it will be deleted, as far as can be told; null if it will not within two years
 * @param deletionReason why then; empty if it will not
 */
public record Explanation(
        String snapshotId,
        String policy,
        String schedules,
        boolean kept,
        List<String> reasons,
        List<String> done,
        List<String> pending,
        @Nullable Instant deletion,
        String deletionReason) {}
