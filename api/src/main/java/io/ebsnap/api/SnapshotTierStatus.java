package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a snapshot is that is or was moved between tiers, with EC2's fields first.
 *
 * @param snapshotId {@code snap-...}
 * @param volumeId {@code vol-...}
 * @param status {@code completed}
 * @param ownerId 12 digits
 * @param tags in the order given
 * @param storageTier {@code standard} or {@code archive}
 * @param lastTieringStartTime when the last move was ordered
 * @param lastTieringProgress 0 to 100, how far it is or was
 * @param lastTieringOperationStatus {@code archival-}, {@code temporary-restore-} or {@code permanent-restore-} and {@code in-progress}, {@code
 *     completed} or {@code failed}
 * @param lastTieringOperationStatusDetail why it failed; absent if it did not
 * @param archivalCompleteTime since when it is in the archive; absent if it is not
 * @param restoreExpiryTime until when it is in the standard tier too; absent if it is not
 * @param bytesBefore what the content that its archival moved took in the store
 * @param bytesAfter what that takes in the archive
 * @param etaSeconds until the move ends, if that is known
 */
public record SnapshotTierStatus(
        String snapshotId,
        String volumeId,
        String status,
        String ownerId,
        List<Tag> tags,
        String storageTier,
        Instant lastTieringStartTime,
        int lastTieringProgress,
        String lastTieringOperationStatus,
        @Nullable String lastTieringOperationStatusDetail,
        @Nullable Instant archivalCompleteTime,
        @Nullable Instant restoreExpiryTime,
        long bytesBefore,
        long bytesAfter,
        @Nullable Long etaSeconds) {

    /** Whether it is not being moved. */
    public boolean isSettled() {
        return !lastTieringOperationStatus.endsWith("-in-progress");
    }

    /** Whether the last move came to nothing. */
    public boolean isFailed() {
        return lastTieringOperationStatus.endsWith("-failed");
    }
}
