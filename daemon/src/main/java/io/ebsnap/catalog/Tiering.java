package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's moves between tiers.
 *
 * @param lastTieringOperationStatus what became of the last one
 * @param lastTieringOperationStatusDetail why it failed; else empty
 * @param lastTieringStartTime when it was ordered
 * @param lastTieringEndTime when it ended; null while it is in progress
 * @param temporaryRestoreDays how long it is wanted back, while that is in progress; null for any other
 * @param restoreExpiryTime until when its content is in the standard tier too; null if that is not so
 * @param archivalCompleteTime when it came into the archive; null if it is not there
 * @param bytesBefore what the content that was moved by its archival took in the standard tier
 * @param bytesAfter what that took in the archive
 */
public record Tiering(
        TieringStatus lastTieringOperationStatus,
        String lastTieringOperationStatusDetail,
        Instant lastTieringStartTime,
        @Nullable Instant lastTieringEndTime,
        @Nullable Integer temporaryRestoreDays,
        @Nullable Instant restoreExpiryTime,
        @Nullable Instant archivalCompleteTime,
        long bytesBefore,
        long bytesAfter) {

    /** The first one of a snapshot, or the first one after it has come back for good. */
    public static Tiering archival(Instant now) {
        return new Tiering(TieringStatus.ARCHIVAL_IN_PROGRESS, "", now, null, null, null, null, 0, 0);
    }

    /** The archival has come to its end. */
    public Tiering archived(Instant now, long before, long after) {
        return new Tiering(
                TieringStatus.ARCHIVAL_COMPLETED, "", lastTieringStartTime, now, null, null, now, before, after);
    }

    /** It is wanted back for some days. */
    public Tiering wantedFor(int days, Instant now) {
        return begun(TieringStatus.TEMPORARY_RESTORE_IN_PROGRESS, days, now);
    }

    /** It is wanted back for good. */
    public Tiering wantedForGood(Instant now) {
        return begun(TieringStatus.PERMANENT_RESTORE_IN_PROGRESS, null, now);
    }

    /** It is back until {@code expiry}. */
    public Tiering backUntil(Instant expiry, Instant now) {
        return ended(TieringStatus.TEMPORARY_RESTORE_COMPLETED, "", now, expiry);
    }

    /** It is back for good. */
    public Tiering backForGood(Instant now) {
        return new Tiering(
                TieringStatus.PERMANENT_RESTORE_COMPLETED, "", lastTieringStartTime, now, null, null, null, 0, 0);
    }

    /** What is in progress has failed; what was before it holds on. */
    public Tiering failed(String why, Instant now) {
        return ended(lastTieringOperationStatus.failed(), why, now, restoreExpiryTime);
    }

    /** The time is over for which it was wanted back. */
    public Tiering expired() {
        return new Tiering(
                lastTieringOperationStatus,
                lastTieringOperationStatusDetail,
                lastTieringStartTime,
                lastTieringEndTime,
                temporaryRestoreDays,
                null,
                archivalCompleteTime,
                bytesBefore,
                bytesAfter);
    }

    private Tiering begun(TieringStatus status, @Nullable Integer days, Instant now) {
        return new Tiering(
                status, "", now, null, days, restoreExpiryTime, archivalCompleteTime, bytesBefore, bytesAfter);
    }

    private Tiering ended(TieringStatus status, String why, Instant now, @Nullable Instant expiry) {
        return new Tiering(
                status, why, lastTieringStartTime, now, null, expiry, archivalCompleteTime, bytesBefore, bytesAfter);
    }
}
