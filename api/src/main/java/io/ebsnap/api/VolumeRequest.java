package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * About volumes. A volume is named by its id, by the name that the user gave it, or by its device's path or URI, which of one that the daemon
 * serves is the device that it is attached as.
 */
public sealed interface VolumeRequest<A extends Record> extends Request<A> {

    /**
     * Makes a device known. The daemon reads it only when a snapshot is taken.
     *
     * @param device path or URI
     * @param name unique name, or none
     * @param tags of the volume
     */
    record RegisterVolume(String device, @Nullable String name, List<Tag> tags) implements VolumeRequest<Volume> {
        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }

    /**
     * Lists volumes.
     *
     * @param volumes only these, by id, name or device; all when empty
     * @param filters all of them must match
     * @param page which part of the list
     */
    record DescribeVolumes(
            List<String> volumes,
            List<Filter> filters,
            @Inlined Page page) implements VolumeRequest<VolumeList> {
        @Override
        public Class<VolumeList> answerType() {
            return VolumeList.class;
        }
    }

    /** Makes the daemon forget a volume. Its device and its snapshots stay as they are. */
    record DeregisterVolume(String volume) implements VolumeRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Makes a volume that the daemon serves. It can be used at once; a snapshot's content arrives when it is asked for, and in the
     * background.
     *
     * @param snapshotId whose content it has; a volume of zeros when absent
     * @param sizeInBytes how long it shall be; as long as the snapshot when absent
     * @param availabilityZone where its target lies; the only one, or the first, when absent
     * @param tags of the volume
     * @param name unique name, or none
     * @param target absolute path of the device or file that its bytes are to lie in; a file of its own when absent
     * @param force whether what that target holds may be lost
     * @param volumeInitializationRate most MiB a second to fill in the background; 0 or absent is as fast as it goes
     * @param encrypted whether its target is encrypted; as new volumes are when absent
     * @param kmsKeyId id, alias or ARN of the key under which it is; that of the snapshot, or without one the default key, when absent
     * @param performance what tools read back of it; EC2's default when absent
     * @param clientToken by which a second try is known; none when absent
     */
    record CreateVolume(
            @Nullable String snapshotId,
            @Nullable Long sizeInBytes,
            @Nullable String availabilityZone,
            List<Tag> tags,
            @Nullable String name,
            @Nullable String target,
            boolean force,
            @Nullable Long volumeInitializationRate,
            @Nullable Boolean encrypted,
            @Nullable String kmsKeyId,
            @Inlined @Nullable VolumePerformance performance,
            @Nullable String clientToken)
            implements VolumeRequest<Volume> {

        /** One of EC2's default type, without a token. */
        public CreateVolume(
                @Nullable String snapshotId,
                @Nullable Long sizeInBytes,
                @Nullable String availabilityZone,
                List<Tag> tags,
                @Nullable String name,
                @Nullable String target,
                boolean force,
                @Nullable Long volumeInitializationRate,
                @Nullable Boolean encrypted,
                @Nullable String kmsKeyId) {
            this(
                    snapshotId,
                    sizeInBytes,
                    availabilityZone,
                    tags,
                    name,
                    target,
                    force,
                    volumeInitializationRate,
                    encrypted,
                    kmsKeyId,
                    null,
                    null);
        }

        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }

    /**
     * Makes a volume with the content that a managed volume has now, in its zone and encrypted as it is. The answer is {@code creating}; once it is
     * {@code available} it can be used, and is filled as one that is made of a snapshot.
     *
     * @param sourceVolume which
     * @param sizeInBytes how long the copy shall be, not less than the volume; as long as that when absent
     * @param tags of the copy
     * @param name unique name of the copy, or none
     * @param performance what tools read back of the copy; EC2's default when absent, whatever the volume has
     * @param clientToken by which a second try is known; none when absent
     */
    record CopyVolumes(
            String sourceVolume,
            @Nullable Long sizeInBytes,
            List<Tag> tags,
            @Nullable String name,
            @Inlined @Nullable VolumePerformance performance,
            @Nullable String clientToken)
            implements VolumeRequest<Volume> {

        /** One of EC2's default type, without a token. */
        public CopyVolumes(String sourceVolume, @Nullable Long sizeInBytes, List<Tag> tags, @Nullable String name) {
            this(sourceVolume, sizeInBytes, tags, name, null, null);
        }

        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }

    /**
     * Makes a managed volume a block device of this machine.
     *
     * @param volume which
     * @param via how; the best way that there is when absent
     * @param readOnly whether the device shall refuse to be written
     * @param deviceName what the device is to be called besides: {@code /dev/sdf}, {@code xvdba}
     */
    record AttachVolume(
            String volume,
            @Nullable AttachVia via,
            boolean readOnly,
            @Nullable String deviceName) implements VolumeRequest<Attachment> {
        @Override
        public Class<Attachment> answerType() {
            return Attachment.class;
        }
    }

    /**
     * Takes a managed volume's block device away.
     *
     * @param volume which, also by the path of that device
     * @param force also while it is used: its users get errors
     */
    record DetachVolume(String volume, boolean force) implements VolumeRequest<Attachment> {
        @Override
        public Class<Attachment> answerType() {
            return Attachment.class;
        }
    }

    /** Deletes a managed volume, with the file that was made for it. A target that the user named stays as it is. */
    record DeleteVolume(String volume) implements VolumeRequest<Deleted> {
        @Override
        public Class<Deleted> answerType() {
            return Deleted.class;
        }
    }

    /**
     * Makes a managed volume larger, or changes what tools read back of its performance.
     *
     * @param volume which
     * @param sizeInBytes how long it shall be; as long as it is when absent
     * @param performance what is to be told; what it leaves out stays as it is, or is EC2's default of another type
     */
    record ModifyVolume(
            String volume,
            @Nullable Long sizeInBytes,
            @Inlined @Nullable VolumePerformance performance) implements VolumeRequest<ModifiedVolume> {

        /** One that makes a volume larger. */
        public ModifyVolume(String volume, long sizeInBytes) {
            this(volume, sizeInBytes, null);
        }

        @Override
        public Class<ModifiedVolume> answerType() {
            return ModifiedVolume.class;
        }
    }

    /**
     * Gives a managed volume the content of a snapshot in place of its own. It can be used at once, as one that was just made of that snapshot.
     *
     * @param volume which; nobody may use it
     * @param snapshotId whose content it gets
     * @param safetySnapshotId the completed snapshot of the volume since which nothing was written to it: what it held is not lost
     */
    record RollBackVolume(String volume, String snapshotId, String safetySnapshotId) implements VolumeRequest<Volume> {
        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }

    /**
     * Begins to move a managed volume to another zone, under whoever uses it.
     *
     * @param volume which
     * @param availabilityZone where to
     */
    record MoveVolume(String volume, String availabilityZone) implements VolumeRequest<Volume> {
        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }

    /** Ends a move of a managed volume that has not come to its end, and waits for that; the volume stays where it is. */
    record CancelVolumeMove(String volume) implements VolumeRequest<Volume> {
        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }

    /**
     * Changes how a managed volume is filled in the background; what is absent stays as it is.
     *
     * @param volume which
     * @param volumeInitializationRate most MiB a second; 0 is as fast as it goes
     * @param paused whether only what is asked for arrives
     */
    record ModifyVolumeHydration(
            String volume,
            @Nullable Long volumeInitializationRate,
            @Nullable Boolean paused) implements VolumeRequest<Volume> {
        @Override
        public Class<Volume> answerType() {
            return Volume.class;
        }
    }
}
