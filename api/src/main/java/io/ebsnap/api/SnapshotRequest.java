package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About snapshots, and restoring them. */
public sealed interface SnapshotRequest<A extends Record> extends Request<A> {

    /**
     * Takes a snapshot. It answers as soon as the instant is fixed; its blocks are stored afterwards.
     *
     * @param volumes one id, name or device; a device that is no volume yet becomes one
     * @param description the user's words
     * @param tags of the snapshot
     * @param how the instant is had
     * @param kmsKeyId id, alias or ARN of the key that it is sealed under; absent for the default key
     */
    record CreateSnapshot(
            List<String> volumes,
            @Nullable String description,
            List<Tag> tags,
            @Inlined InstantOptions how,
            @Nullable String kmsKeyId)
            implements SnapshotRequest<SnapshotList> {

        /** Under the default key. */
        public CreateSnapshot(List<String> volumes, @Nullable String description, List<Tag> tags, InstantOptions how) {
            this(volumes, description, tags, how, null);
        }

        @Override
        public Class<SnapshotList> answerType() {
            return SnapshotList.class;
        }
    }

    /**
     * Takes snapshots of volumes at one instant: they are a group, of which all are completed in the end or all have failed. It answers as soon as the instant is
     * fixed; their blocks are stored afterwards.
     *
     * @param volumes 1 to 64 ids, names or devices, each once; a device that is no volume yet becomes one. One alone is no group.
     * @param description the user's words, of each snapshot
     * @param tags of each snapshot
     * @param how the instant is had
     * @param kmsKeyId id, alias or ARN of the key that they are sealed under; absent for the default key
     * @param copyTagsFromSource absent, or the word "volume": each snapshot gets the tags of its volume too, but for those with a key of {@code tags}
     */
    record CreateSnapshots(
            List<String> volumes,
            @Nullable String description,
            List<Tag> tags,
            @Inlined InstantOptions how,
            @Nullable String kmsKeyId,
            @Nullable String copyTagsFromSource)
            implements SnapshotRequest<SnapshotList> {
        @Override
        public Class<SnapshotList> answerType() {
            return SnapshotList.class;
        }
    }

    /**
     * Lists snapshots, with the progress of those that are pending.
     *
     * @param snapshotIds only these; all when empty
     * @param filters all of them must match
     * @param page which part of the list
     * @param ownerIds accounts that they belong to, or {@code self}; any when empty
     * @param restorableByUserIds accounts that may use them, {@code self}, or {@code all} for those that are public; any when empty
     */
    record DescribeSnapshots(
            List<String> snapshotIds,
            List<Filter> filters,
            @Inlined Page page,
            List<String> ownerIds,
            List<String> restorableByUserIds)
            implements SnapshotRequest<SnapshotList> {

        /** Whosever they are. */
        public DescribeSnapshots(List<String> snapshotIds, List<Filter> filters, Page page) {
            this(snapshotIds, filters, page, List.of(), List.of());
        }

        @Override
        public Class<SnapshotList> answerType() {
            return SnapshotList.class;
        }
    }

    /** What snapshots hold alone and together, and what deleting them would free. */
    record DescribeSnapshotSizes(List<String> snapshotIds) implements SnapshotRequest<SnapshotSizeList> {
        @Override
        public Class<SnapshotSizeList> answerType() {
            return SnapshotSizeList.class;
        }
    }

    /**
     * Copies a snapshot. Under the key of the source the copy shares everything with it and is completed at once; under another key it is sealed anew, after
     * this has answered.
     *
     * @param sourceSnapshotId completed
     * @param description the user's words
     * @param tags of the copy
     * @param copyTags whether the copy gets the source's tags too
     * @param kmsKeyId id, alias or ARN of the key that the copy is sealed under; absent for the source's key
     */
    record CopySnapshot(
            String sourceSnapshotId,
            @Nullable String description,
            List<Tag> tags,
            boolean copyTags,
            @Nullable String kmsKeyId)
            implements SnapshotRequest<SnapshotList> {
        @Override
        public Class<SnapshotList> answerType() {
            return SnapshotList.class;
        }
    }

    /** What a copy of a snapshot would take; the key is that of {@link CopySnapshot}. */
    record DescribeSnapshotCopy(
            String sourceSnapshotId, @Nullable String kmsKeyId) implements SnapshotRequest<SnapshotCopyPlan> {
        @Override
        public Class<SnapshotCopyPlan> answerType() {
            return SnapshotCopyPlan.class;
        }
    }

    /**
     * Where snapshots come from, and what each of them takes.
     *
     * @param filters all of them must match
     * @param page which part of the list
     */
    record DescribeSnapshotTree(
            List<Filter> filters, @Inlined Page page) implements SnapshotRequest<SnapshotTree> {
        @Override
        public Class<SnapshotTree> answerType() {
            return SnapshotTree.class;
        }
    }

    /**
     * Deletes a snapshot; one that is pending is aborted, one that a rule keeps goes into the recycle bin. Garbage collection gives the space of others back.
     *
     * @param snapshotId in any state
     * @param beforeMinimumArchivePeriod also if it has not been in the archive for as long as it should
     */
    record DeleteSnapshot(String snapshotId, boolean beforeMinimumArchivePeriod) implements SnapshotRequest<Deleted> {

        /** Not if it should stay in the archive. */
        public DeleteSnapshot(String snapshotId) {
            this(snapshotId, false);
        }

        @Override
        public Class<Deleted> answerType() {
            return Deleted.class;
        }
    }

    /** Deletes all snapshots of a group; while one of them is pending they are only deleted so. */
    record DeleteSnapshotGroup(String snapshotGroupId) implements SnapshotRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * The blocks in which two snapshots differ.
     *
     * @param firstSnapshotId the older one, by custom
     * @param secondSnapshotId the newer one
     * @param page which part of the list of ranges
     */
    record DiffSnapshots(
            String firstSnapshotId,
            String secondSnapshotId,
            @Inlined Page page) implements SnapshotRequest<SnapshotDifference> {
        @Override
        public Class<SnapshotDifference> answerType() {
            return SnapshotDifference.class;
        }
    }

    /** In which order users of volumes made from a snapshot first read its blocks. */
    record DescribeFirstTouch(String snapshotId) implements SnapshotRequest<FirstTouchOrder> {
        @Override
        public Class<FirstTouchOrder> answerType() {
            return FirstTouchOrder.class;
        }
    }

    /** Forgets the order that was learnt of a snapshot. Volumes that are in use teach it anew when their use ends. */
    record DeleteFirstTouch(String snapshotId) implements SnapshotRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Gives up what is kept to find out what changes in a volume, such as a reflink copy of its file. The next snapshot of it compares
     * everything. A warning that a tracker was wrong about it ends.
     */
    record UntrackVolume(String volume) implements SnapshotRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Changes with whom a snapshot is shared.
     *
     * @param snapshotId a completed one of the caller's account
     * @param operationType {@code add} or {@code remove}
     * @param userIds accounts of 12 digits
     * @param groupNames {@code all}, or nothing
     * @param grant when adding: whether accounts without a grant to decrypt under its key get one
     */
    record ModifySnapshotAttribute(
            String snapshotId, String operationType, List<String> userIds, List<String> groupNames, boolean grant)
            implements SnapshotRequest<SnapshotAttribute> {
        @Override
        public Class<SnapshotAttribute> answerType() {
            return SnapshotAttribute.class;
        }
    }

    /** With whom a snapshot of the caller's account is shared. */
    record DescribeSnapshotAttribute(String snapshotId) implements SnapshotRequest<SnapshotAttribute> {
        @Override
        public Class<SnapshotAttribute> answerType() {
            return SnapshotAttribute.class;
        }
    }

    /** Shares a snapshot with nobody any more. */
    record ResetSnapshotAttribute(String snapshotId) implements SnapshotRequest<SnapshotAttribute> {
        @Override
        public Class<SnapshotAttribute> answerType() {
            return SnapshotAttribute.class;
        }
    }

    /**
     * Keeps the caller's account from having public snapshots.
     *
     * @param state {@code block-new-sharing} or {@code block-all-sharing}
     */
    record EnableSnapshotBlockPublicAccess(String state) implements SnapshotRequest<SnapshotBlockPublicAccess> {
        @Override
        public Class<SnapshotBlockPublicAccess> answerType() {
            return SnapshotBlockPublicAccess.class;
        }
    }

    /** Lets the caller's account have public snapshots. */
    record DisableSnapshotBlockPublicAccess() implements SnapshotRequest<SnapshotBlockPublicAccess> {
        @Override
        public Class<SnapshotBlockPublicAccess> answerType() {
            return SnapshotBlockPublicAccess.class;
        }
    }

    /** Whether the caller's account may have public snapshots. */
    record GetSnapshotBlockPublicAccessState() implements SnapshotRequest<SnapshotBlockPublicAccess> {
        @Override
        public Class<SnapshotBlockPublicAccess> answerType() {
            return SnapshotBlockPublicAccess.class;
        }
    }

    /** Starts reading and checking every chunk of a snapshot. */
    record VerifySnapshot(String snapshotId) implements SnapshotRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /**
     * Starts writing a snapshot's content onto a device or file.
     *
     * @param snapshotId completed
     * @param target absolute path of a block device or image file
     * @param force also when something is on the target that the restore would overwrite
     * @param skipDamaged go on over chunks that cannot be read, and tell which they were
     */
    record RestoreSnapshot(String snapshotId, String target, boolean force, boolean skipDamaged)
            implements SnapshotRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /**
     * Starts writing a snapshot's content into a file, which gets its name when it is whole.
     *
     * @param snapshotId completed
     * @param file absolute path
     * @param format {@code raw}, {@code qcow2}, {@code vhd} or {@code vmdk}; absent: by the ending of the file's name
     * @param force put it in the place of a file that exists
     */
    record ExportSnapshot(
            String snapshotId, String file, @Nullable String format, boolean force)
            implements SnapshotRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /**
     * Makes a snapshot of the content of a file. It answers as soon as that is begun, with the pending snapshot.
     *
     * @param file absolute path
     * @param format {@code raw}, {@code qcow2}, {@code vhd} or {@code vmdk}; absent: by the ending of the file's name
     * @param description the user's words; absent: where it comes from
     * @param tags of the snapshot
     * @param kmsKeyId id, alias or ARN of the key that it is sealed under; absent for the default key
     */
    record ImportSnapshot(
            String file,
            @Nullable String format,
            @Nullable String description,
            List<Tag> tags,
            @Nullable String kmsKeyId)
            implements SnapshotRequest<SnapshotList> {
        @Override
        public Class<SnapshotList> answerType() {
            return SnapshotList.class;
        }
    }
}
