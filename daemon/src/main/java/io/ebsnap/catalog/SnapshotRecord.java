package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot.
 *
 * @param snapshotId {@code snap-...}
 * @param volumeId {@code vol-...}
 * @param state where it is in its life
 * @param stateMessage why, when the state is an error; else empty
 * @param startTime the instant that it shows
 * @param completionTime when it was completed or failed
 * @param ownerId 12-digit account
 * @param description the user's words
 * @param tags in the order given
 * @param storageTier {@code standard}
 * @param kmsKeyId UUID of the KMS key that it is sealed under
 * @param content what was stored; null until it is completed
 * @param origin what it was taken of, and how
 * @param createVolumePermission who else may use it; null for nobody
 * @param recycleBin that it was deleted and is in the recycle bin; null if it was not
 */
public record SnapshotRecord(
        String snapshotId,
        String volumeId,
        SnapshotState state,
        String stateMessage,
        Instant startTime,
        @Nullable Instant completionTime,
        String ownerId,
        String description,
        List<Tag> tags,
        String storageTier,
        String kmsKeyId,
        @Nullable SnapshotContent content,
        SnapshotOrigin origin,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CreateVolumePermission createVolumePermission,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecycleBinStay recycleBin)
        implements OwnedRecord {

    public SnapshotRecord {
        tags = List.copyOf(tags);
    }

    /** One that was not deleted. */
    public SnapshotRecord(
            String snapshotId,
            String volumeId,
            SnapshotState state,
            String stateMessage,
            Instant startTime,
            @Nullable Instant completionTime,
            String ownerId,
            String description,
            List<Tag> tags,
            String storageTier,
            String kmsKeyId,
            @Nullable SnapshotContent content,
            SnapshotOrigin origin,
            @Nullable CreateVolumePermission createVolumePermission) {
        this(
                snapshotId,
                volumeId,
                state,
                stateMessage,
                startTime,
                completionTime,
                ownerId,
                description,
                tags,
                storageTier,
                kmsKeyId,
                content,
                origin,
                createVolumePermission,
                null);
    }

    @Override
    public String catalogId() {
        return snapshotId;
    }

    /** The same with another origin. */
    public SnapshotRecord with(SnapshotOrigin other) {
        return changed(description, tags, other, createVolumePermission, recycleBin);
    }

    /** The same with another description and other tags. */
    public SnapshotRecord labelled(String words, List<Tag> others) {
        return changed(words, others, origin, createVolumePermission, recycleBin);
    }

    /** The same for others to use; null for nobody. */
    public SnapshotRecord sharedWith(@Nullable CreateVolumePermission others) {
        return changed(description, tags, origin, others, recycleBin);
    }

    /** The same in the recycle bin; null for out of it. */
    public SnapshotRecord recycled(@Nullable RecycleBinStay stay) {
        return changed(description, tags, origin, createVolumePermission, stay);
    }

    /** Whether it can be seen and used: it is not in the recycle bin. */
    public boolean visible() {
        return recycleBin == null;
    }

    private SnapshotRecord changed(
            String words,
            List<Tag> labels,
            SnapshotOrigin from,
            @Nullable CreateVolumePermission permission,
            @Nullable RecycleBinStay stay) {
        return new SnapshotRecord(
                snapshotId,
                volumeId,
                state,
                stateMessage,
                startTime,
                completionTime,
                ownerId,
                words,
                labels,
                storageTier,
                kmsKeyId,
                content,
                from,
                permission,
                stay);
    }
}
