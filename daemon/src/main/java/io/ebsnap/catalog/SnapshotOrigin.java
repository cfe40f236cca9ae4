package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot was taken of, and how.
 *
 * @param device path or URI at that time; of a copy the id of the snapshot that was copied, behind the name of the remote if it lies there
 * @param sizeBytes of the volume
 * @param consistency how the instant was had: a word of {@code ConsistencyMethod}
 * @param instantArtifact what holds the instant while the snapshot is pending and can be found again by a restarted
 *     daemon (an LVM snapshot, a reflink copy): a device or file path, of a copy the snapshot that is copied; null if nothing does
 * @param domainId 32 hexadecimal digits: the domain of its chunks and pages
 * @param parentSnapshotId the snapshot of the same volume, or the earlier copy of one, that it was compared with; null for the first
 * @param changeDetection {@code full}: every block was read and compared by its id
 * @param distant where the snapshot lies that it is a copy of; null if that is here, or it is no copy
 * @param group with which others it was taken at one instant; null if with none
 * @param upload that a client writes it block by block; null if it is none such
 * @param copyVolumeId the volume that is made of it as a copy of the one that it was taken of, and of which alone it is a part; null if it is somebody's snapshot
 */
public record SnapshotOrigin(
        String device,
        long sizeBytes,
        String consistency,
        @Nullable String instantArtifact,
        String domainId,
        @Nullable String parentSnapshotId,
        String changeDetection,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DistantOrigin distant,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SnapshotGroup group,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SnapshotUpload upload,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String copyVolumeId) {

    /** The consistency of a copy. */
    public static final String COPY = "copy";

    /** The consistency of what a client writes block by block: it shows what was written. */
    public static final String DIRECT = "direct";

    /** One that is somebody's snapshot. */
    public SnapshotOrigin(
            String device,
            long sizeBytes,
            String consistency,
            @Nullable String instantArtifact,
            String domainId,
            @Nullable String parentSnapshotId,
            String changeDetection,
            @Nullable DistantOrigin distant,
            @Nullable SnapshotGroup group,
            @Nullable SnapshotUpload upload) {
        this(
                device,
                sizeBytes,
                consistency,
                instantArtifact,
                domainId,
                parentSnapshotId,
                changeDetection,
                distant,
                group,
                upload,
                null);
    }

    /** One that no client writes. */
    public SnapshotOrigin(
            String device,
            long sizeBytes,
            String consistency,
            @Nullable String instantArtifact,
            String domainId,
            @Nullable String parentSnapshotId,
            String changeDetection,
            @Nullable DistantOrigin distant,
            @Nullable SnapshotGroup group) {
        this(
                device,
                sizeBytes,
                consistency,
                instantArtifact,
                domainId,
                parentSnapshotId,
                changeDetection,
                distant,
                group,
                null);
    }

    /** One of something that is here. */
    public SnapshotOrigin(
            String device,
            long sizeBytes,
            String consistency,
            @Nullable String instantArtifact,
            String domainId,
            @Nullable String parentSnapshotId,
            String changeDetection) {
        this(device, sizeBytes, consistency, instantArtifact, domainId, parentSnapshotId, changeDetection, null, null);
    }

    /** The same of a snapshot that was taken at one instant with others; null for none. */
    public SnapshotOrigin of(@Nullable SnapshotGroup others) {
        return new SnapshotOrigin(
                device,
                sizeBytes,
                consistency,
                instantArtifact,
                domainId,
                parentSnapshotId,
                changeDetection,
                distant,
                others,
                upload,
                copyVolumeId);
    }

    /** The same of what a copy of its volume is made of; null for somebody's snapshot. */
    public SnapshotOrigin forCopy(@Nullable String volumeId) {
        return new SnapshotOrigin(
                device,
                sizeBytes,
                consistency,
                instantArtifact,
                domainId,
                parentSnapshotId,
                changeDetection,
                distant,
                group,
                upload,
                volumeId);
    }

    /** Whether it was taken at one instant with those of a group. */
    public boolean isOf(String snapshotGroupId) {
        return group != null && group.snapshotGroupId().equals(snapshotGroupId);
    }

    /** Whether a client writes it block by block, or did so. */
    public boolean direct() {
        return upload != null;
    }

    /** Whether it is a copy, of whatever snapshot. */
    public boolean copied() {
        return consistency.equals(COPY);
    }

    /** The snapshot of this store that it is a copy of; empty if it was taken of a device, or copied from elsewhere. */
    public Optional<String> copyOf() {
        return copied() && distant == null ? Optional.of(device) : Optional.empty();
    }
}
