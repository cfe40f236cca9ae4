package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/** About file systems in snapshots. */
public sealed interface MountRequest<A extends Record> extends Request<A> {

    /** What is in a snapshot: partitions, logical volumes and file systems. */
    record DescribeSnapshotContents(String snapshotId) implements MountRequest<SnapshotContents> {
        @Override
        public Class<SnapshotContents> answerType() {
            return SnapshotContents.class;
        }
    }

    /** The snapshots that are block devices for their files. */
    record DescribeSnapshotMounts() implements MountRequest<SnapshotMountList> {
        @Override
        public Class<SnapshotMountList> answerType() {
            return SnapshotMountList.class;
        }
    }

    /**
     * Makes a part of a snapshot a block device, to be mounted by the caller. One that nobody uses for a minute is ended.
     *
     * @param snapshotId completed
     * @param part {@code disk}, the number of a partition, or {@code VG/LV}; absent for the only one that can be mounted
     * @param directory where it is going to be mounted, for those who list mounts
     */
    record MountSnapshot(
            String snapshotId,
            @Nullable String part,
            @Nullable String directory) implements MountRequest<SnapshotMount> {
        @Override
        public Class<SnapshotMount> answerType() {
            return SnapshotMount.class;
        }
    }

    /** Ends the block device of a mount that is mounted nowhere any more. */
    record UnmountSnapshot(String mountId) implements MountRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
