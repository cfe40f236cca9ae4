package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only a volume has that the daemon serves itself.
 *
 * @param availabilityZone where its target lies
 * @param snapshotId the snapshot that it was made from; absent if it began empty
 * @param fastRestored whether it was complete when it appeared; absent if it began empty
 * @param restoreReason why it was, or was not
 * @param volumeInitializationRate most MiB a second to fill in the background; absent is as fast as it goes
 * @param initializationStatusDetails how far its content has come, in EC2's words; absent if it began empty
 * @param encrypted whether its target is encrypted
 * @param kmsKeyId ARN of the key under which it is; absent if it is not
 * @param target the device or file that its bytes lie in
 * @param users who uses it, in words
 * @param hydration how far its content has come, in ours
 * @param stateMessage why it cannot be used, in the state {@code error}; absent if it can
 * @param move to another zone; absent if it is not being moved
 * @param sourceVolumeId of which volume it is a copy; absent if it is none
 * @param performance what tools have asked for; absent is EC2's default
 */
public record ServedVolume(
        String availabilityZone,
        @Nullable String snapshotId,
        @Nullable Boolean fastRestored,
        @Nullable String restoreReason,
        @Nullable Long volumeInitializationRate,
        @Nullable InitializationStatus initializationStatusDetails,
        boolean encrypted,
        @Nullable String kmsKeyId,
        String target,
        List<String> users,
        Hydration hydration,
        @Nullable String stateMessage,
        @Nullable VolumeMove move,
        @Nullable String sourceVolumeId,
        @Inlined @Nullable VolumePerformance performance) {}
