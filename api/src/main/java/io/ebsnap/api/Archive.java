package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The archive in numbers.
 *
 * @param directory where it is; absent if none is configured
 * @param archiveId 32 hexadecimal digits; absent before the first snapshot is archived
 * @param state {@code unmade}, {@code available} or {@code unavailable}
 * @param stateMessage why it is not available
 * @param packs how many
 * @param packBytes their length
 * @param freeBytes that may still be put; absent while that cannot be told
 * @param snapshots that are archived
 * @param snapshotsRestored of these those that are in the standard tier too for some time
 * @param snapshotsMoving that are being moved, or wait for it
 * @param bytesBefore what was moved of the archived ones took in the store
 * @param bytesAfter what that takes in the archive
 * @param minimumDays how long a snapshot should stay there
 * @param compressionLevel of what is archived now
 * @param verifiedPercent of it, what was read and proven within {@code verifiedDays}; absent before it is made
 * @param verifiedDays the period of scrubbing, or 30 if there is none; absent with the former
 * @param oldestVerificationTime when what was verified longest ago was; absent if nothing was
 */
public record Archive(
        @Nullable String directory,
        @Nullable String archiveId,
        String state,
        @Nullable String stateMessage,
        long packs,
        long packBytes,
        @Nullable Long freeBytes,
        long snapshots,
        long snapshotsRestored,
        long snapshotsMoving,
        long bytesBefore,
        long bytesAfter,
        long minimumDays,
        int compressionLevel,
        @Nullable Double verifiedPercent,
        @Nullable Long verifiedDays,
        @Nullable Instant oldestVerificationTime) {}
