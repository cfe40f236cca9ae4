package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
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
 * @param storageTier {@link #STANDARD} or {@link #ARCHIVE}
 * @param kmsKeyId UUID of the KMS key that it is sealed under
 * @param content what was stored; null until it is completed
 * @param origin what it was taken of, and how
 * @param createVolumePermission who else may use it; null for nobody
 * @param tiering its moves between tiers; null if there were none
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tiering tiering,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecycleBinStay recycleBin)
        implements OwnedRecord {

    /** The tier of what is in the store itself. */
    public static final String STANDARD = "standard";

    /** The tier of what is in the archive. */
    public static final String ARCHIVE = "archive";

    /** The older one first. */
    public static final Comparator<SnapshotRecord> BY_START =
            Comparator.comparing(SnapshotRecord::startTime).thenComparing(SnapshotRecord::snapshotId);

    public SnapshotRecord {
        tags = List.copyOf(tags);
    }

    /** One that was neither moved between tiers nor deleted. */
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
                null,
                null);
    }

    @Override
    public String catalogId() {
        return snapshotId;
    }

    /** Whether its content may be nowhere but in the archive. */
    public boolean inArchive() {
        return storageTier.equals(ARCHIVE);
    }

    /** Whether the store itself must have its content: it is not archived, or it was and is wanted back for some time. */
    public boolean needsStandardTier() {
        return !inArchive() || (tiering != null && tiering.restoreExpiryTime() != null);
    }

    /** Whether it is on its way into the archive. */
    public boolean onItsWayToArchive() {
        return !inArchive()
                && tiering != null
                && tiering.lastTieringOperationStatus() == TieringStatus.ARCHIVAL_IN_PROGRESS;
    }

    /** Whether it can be seen and used: it is not in the recycle bin, and no part of a volume that is being copied. */
    public boolean visible() {
        return recycleBin == null && origin.copyVolumeId() == null;
    }

    /** The same in a tier, after a move. */
    public SnapshotRecord in(String tier, Tiering moves) {
        return changed(new Changes(description, tags, origin, createVolumePermission, tier, moves, recycleBin));
    }

    /** The same with another origin. */
    public SnapshotRecord with(SnapshotOrigin other) {
        return changed(new Changes(description, tags, other, createVolumePermission, storageTier, tiering, recycleBin));
    }

    /** The same with another description and other tags. */
    public SnapshotRecord labelled(String words, List<Tag> others) {
        return changed(new Changes(words, others, origin, createVolumePermission, storageTier, tiering, recycleBin));
    }

    /** The same for others to use; null for nobody. */
    public SnapshotRecord sharedWith(@Nullable CreateVolumePermission others) {
        return changed(new Changes(description, tags, origin, others, storageTier, tiering, recycleBin));
    }

    /**
     * The same at the end of its making.
     *
     * @param end completed or error
     * @param message why, if it is an error; else empty
     * @param at when
     * @param stored what it consists of; null if it is an error
     */
    public SnapshotRecord ended(SnapshotState end, String message, Instant at, @Nullable SnapshotContent stored) {
        return new SnapshotRecord(
                snapshotId,
                volumeId,
                end,
                message,
                startTime,
                at,
                ownerId,
                description,
                tags,
                storageTier,
                kmsKeyId,
                stored,
                origin,
                createVolumePermission);
    }

    /** The same in the recycle bin; null for out of it. */
    public SnapshotRecord recycled(@Nullable RecycleBinStay stay) {
        return changed(new Changes(description, tags, origin, createVolumePermission, storageTier, tiering, stay));
    }

    /** What may change of a snapshot that is completed. */
    private record Changes(
            String description,
            List<Tag> tags,
            SnapshotOrigin origin,
            @Nullable CreateVolumePermission permission,
            String tier,
            @Nullable Tiering tiering,
            @Nullable RecycleBinStay recycleBin) {}

    private SnapshotRecord changed(Changes to) {
        return new SnapshotRecord(
                snapshotId,
                volumeId,
                state,
                stateMessage,
                startTime,
                completionTime,
                ownerId,
                to.description,
                to.tags,
                to.tier,
                kmsKeyId,
                content,
                to.origin,
                to.permission,
                to.tiering,
                to.recycleBin);
    }
}
