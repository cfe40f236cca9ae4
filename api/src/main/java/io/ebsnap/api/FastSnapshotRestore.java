package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Fast restore of a snapshot in a zone, with EC2's fields first.
 *
 * @param snapshotId {@code snap-...}
 * @param availabilityZone where
 * @param state {@code enabling}, {@code optimizing}, {@code enabled}, {@code disabling} or {@code disabled}
 * @param stateTransitionReason why it came to that state, in EC2's words
 * @param ownerId 12-digit account
 * @param enablingTime when it was ordered
 * @param optimizingTime when its image was begun
 * @param enabledTime when that was there
 * @param disablingTime when it was given up
 * @param disabledTime when everything was removed
 * @param message what is in the way, or was its end
 * @param method how volumes are made: {@code reflink} or {@code pool}
 * @param imageBytes what its image takes on the disk at most
 * @param readyCopies how many copies lie ready where files do not share blocks
 * @param credits for volumes; absent where they are not counted
 * @param progress of what is being done for it
 */
public record FastSnapshotRestore(
        String snapshotId,
        String availabilityZone,
        String state,
        String stateTransitionReason,
        String ownerId,
        Instant enablingTime,
        @Nullable Instant optimizingTime,
        @Nullable Instant enabledTime,
        @Nullable Instant disablingTime,
        @Nullable Instant disabledTime,
        @Nullable String message,
        @Nullable String method,
        long imageBytes,
        int readyCopies,
        @Nullable VolumeCreationCredits credits,
        @Nullable FastRestoreProgress progress) {

    public static final String ENABLED = "enabled";
    public static final String DISABLED = "disabled";
}
