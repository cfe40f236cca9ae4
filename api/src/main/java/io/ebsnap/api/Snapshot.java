package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot, with EC2's fields first.
 *
 * @param snapshotId {@code snap-...}
 * @param volumeId {@code vol-...}
 * @param state {@code pending}, {@code completed} or {@code error}
 * @param stateMessage why it is in error
 * @param startTime the instant that it shows
 * @param completionTime when it was completed or failed
 * @param progress {@code NN%}
 * @param ownerId 12 digits
 * @param description the user's words; empty if there are none
 * @param volumeSize in GiB, rounded up
 * @param encrypted always true
 * @param kmsKeyId ARN of the key that it is sealed under
 * @param tags in the order given
 * @param storageTier {@code standard} or {@code archive}
 * @param fullSnapshotSizeInBytes all blocks that are not holes; absent until it is completed
 * @param origin what it was taken of, and how
 * @param restoreExpiryTime until when an archived one is in the standard tier too; absent if it is not
 * @param transfer how far it has come and what it took; absent if it is not known any more
 * @param lock how it is locked; absent if it is not
 */
public record Snapshot(
        String snapshotId,
        String volumeId,
        String state,
        @Nullable String stateMessage,
        Instant startTime,
        @Nullable Instant completionTime,
        String progress,
        String ownerId,
        String description,
        long volumeSize,
        boolean encrypted,
        String kmsKeyId,
        List<Tag> tags,
        String storageTier,
        @Nullable Long fullSnapshotSizeInBytes,
        @Nullable Instant restoreExpiryTime,
        @Inlined SnapshotOrigin origin,
        @Inlined @Nullable Transfer transfer,
        @Inlined @Nullable LockTerms lock) {

    /** One that is not locked. */
    public Snapshot(
            String snapshotId,
            String volumeId,
            String state,
            @Nullable String stateMessage,
            Instant startTime,
            @Nullable Instant completionTime,
            String progress,
            String ownerId,
            String description,
            long volumeSize,
            boolean encrypted,
            String kmsKeyId,
            List<Tag> tags,
            String storageTier,
            @Nullable Long fullSnapshotSizeInBytes,
            @Nullable Instant restoreExpiryTime,
            SnapshotOrigin origin,
            @Nullable Transfer transfer) {
        this(
                snapshotId,
                volumeId,
                state,
                stateMessage,
                startTime,
                completionTime,
                progress,
                ownerId,
                description,
                volumeSize,
                encrypted,
                kmsKeyId,
                tags,
                storageTier,
                fullSnapshotSizeInBytes,
                restoreExpiryTime,
                origin,
                transfer,
                null);
    }

    /** The same, locked so; null for not at all. */
    public Snapshot locked(@Nullable LockTerms as) {
        return new Snapshot(
                snapshotId,
                volumeId,
                state,
                stateMessage,
                startTime,
                completionTime,
                progress,
                ownerId,
                description,
                volumeSize,
                encrypted,
                kmsKeyId,
                tags,
                storageTier,
                fullSnapshotSizeInBytes,
                restoreExpiryTime,
                origin,
                transfer,
                as);
    }

    /** Whether nothing will change any more. */
    public boolean isSettled() {
        return !state.equals("pending");
    }
}
