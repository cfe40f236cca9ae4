package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a snapshot. Times are trusted time. It is a record of its own, so that putting an older version of the snapshot's record back does not
 * take it away.
 *
 * @param snapshotId {@code snap-...}
 * @param ownerId 12-digit account of the snapshot
 * @param lockMode how firmly
 * @param lockCreatedOn when it was locked for the first time
 * @param lockDuration in days, rounded up where a date was given
 * @param lockDurationStartTime when the duration began to count; null as long as the snapshot is pending
 * @param lockExpiresOn when it ends; null as long as that is not known, which it is not before the duration counts
 * @param coolOffPeriod in hours; null for none
 * @param coolOffPeriodExpiresOn when a compliance lock cannot be taken off any more; null for none
 * @param kmsKeyId UUID of the KMS key that it needs
 * @param domainId 32 hexadecimal digits: the domain that it needs
 * @param content what was locked; null as long as the snapshot is pending
 */
public record SnapshotLockRecord(
        String snapshotId,
        String ownerId,
        LockMode lockMode,
        Instant lockCreatedOn,
        int lockDuration,
        @Nullable Instant lockDurationStartTime,
        @Nullable Instant lockExpiresOn,
        @Nullable Integer coolOffPeriod,
        @Nullable Instant coolOffPeriodExpiresOn,
        String kmsKeyId,
        String domainId,
        @Nullable LockedContent content)
        implements OwnedRecord {

    @Override
    public String catalogId() {
        return snapshotId;
    }

    /** The same with another mode and another end. */
    public SnapshotLockRecord with(LockMode mode, @Nullable Instant expiresOn, @Nullable Instant coolOffExpiresOn) {
        return new SnapshotLockRecord(
                snapshotId,
                ownerId,
                mode,
                lockCreatedOn,
                lockDuration,
                lockDurationStartTime,
                expiresOn,
                coolOffExpiresOn == null ? null : coolOffPeriod,
                coolOffExpiresOn,
                kmsKeyId,
                domainId,
                content);
    }

    /** The same of a snapshot that has been completed: the duration counts. */
    public SnapshotLockRecord begun(Instant start, Instant expiresOn, LockedContent locked) {
        return new SnapshotLockRecord(
                snapshotId,
                ownerId,
                lockMode,
                lockCreatedOn,
                lockDuration,
                start,
                expiresOn,
                coolOffPeriod,
                coolOffPeriodExpiresOn,
                kmsKeyId,
                domainId,
                locked);
    }
}
