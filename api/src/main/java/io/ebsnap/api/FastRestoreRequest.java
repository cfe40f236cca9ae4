package io.ebsnap.api;

import java.util.List;

/** About fast restore: snapshots of which volumes are complete when they appear. */
public sealed interface FastRestoreRequest<A extends Record> extends Request<A> {

    /**
     * Enables it for snapshots, each by itself: the answer says which could not be.
     *
     * @param sourceSnapshotIds one or more
     * @param availabilityZones where; the only one, or the first, when empty
     */
    record EnableFastSnapshotRestores(List<String> sourceSnapshotIds, List<String> availabilityZones)
            implements FastRestoreRequest<FastSnapshotRestoreChange> {
        @Override
        public Class<FastSnapshotRestoreChange> answerType() {
            return FastSnapshotRestoreChange.class;
        }
    }

    /** Disables it, as {@link EnableFastSnapshotRestores} enables it. Volumes that were made stay as they are. */
    record DisableFastSnapshotRestores(List<String> sourceSnapshotIds, List<String> availabilityZones)
            implements FastRestoreRequest<FastSnapshotRestoreChange> {
        @Override
        public Class<FastSnapshotRestoreChange> answerType() {
            return FastSnapshotRestoreChange.class;
        }
    }

    /**
     * Lists it.
     *
     * @param filters all of them must match
     * @param page which part of the list
     */
    record DescribeFastSnapshotRestores(
            List<Filter> filters, @Inlined Page page) implements FastRestoreRequest<FastSnapshotRestoreList> {
        @Override
        public Class<FastSnapshotRestoreList> answerType() {
            return FastSnapshotRestoreList.class;
        }
    }
}
