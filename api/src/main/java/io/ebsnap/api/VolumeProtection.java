package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a volume is protected by its snapshots.
 *
 * @param volumeId {@code vol-...}
 * @param name the user's name for it; empty if it has none
 * @param kind {@code registered} or {@code managed}
 * @param sizeBytes how long it is
 * @param state as the words of {@link #STATES} say
 * @param snapshots completed ones
 * @param lastSnapshotId the newest completed one; absent if there is none
 * @param lastSnapshotTime the instant that it shows
 * @param lastVerifiedSnapshotId the newest one whose content was read and proven since; absent if there is none
 * @param lastVerificationTime when that was
 * @param changedBytesPerDay what differed between its snapshots of the last 30 days, for each day; absent if fewer than two show that
 * @param policies names of those that cover it and are carried out; {@code the administrator's} of those that an account does not see
 */
public record VolumeProtection(
        String volumeId,
        String name,
        String kind,
        long sizeBytes,
        String state,
        long snapshots,
        @Nullable String lastSnapshotId,
        @Nullable Instant lastSnapshotTime,
        @Nullable String lastVerifiedSnapshotId,
        @Nullable Instant lastVerificationTime,
        @Nullable Long changedBytesPerDay,
        List<String> policies) {

    /** There is no completed snapshot; the newest one is too old; it is not. */
    public static final List<String> STATES = List.of("unprotected", "stale", "protected");
}
