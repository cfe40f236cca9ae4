package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About the archive, and the moves of snapshots into it and back. */
public sealed interface TieringRequest<A extends Record> extends Request<A> {

    /**
     * Begins to archive a snapshot. It answers at once; the snapshot can be used meanwhile and afterwards.
     *
     * @param snapshotId completed
     * @param storageTier {@code archive}, which is also meant when it is absent
     */
    record ModifySnapshotTier(String snapshotId, @Nullable String storageTier)
            implements TieringRequest<ModifiedSnapshotTier> {
        @Override
        public Class<ModifiedSnapshotTier> answerType() {
            return ModifiedSnapshotTier.class;
        }
    }

    /**
     * Begins to bring an archived snapshot back, or changes for how long one is back.
     *
     * @param snapshotId archived
     * @param temporaryRestoreDays for how many days, 1 to 180; absent if it is to come back for good
     * @param permanentRestore whether it is to come back for good
     * @param beforeMinimumArchivePeriod for good even if it has not been in the archive for as long as it should
     */
    record RestoreSnapshotTier(
            String snapshotId,
            @Nullable Integer temporaryRestoreDays,
            boolean permanentRestore,
            boolean beforeMinimumArchivePeriod)
            implements TieringRequest<RestoredSnapshotTier> {
        @Override
        public Class<RestoredSnapshotTier> answerType() {
            return RestoredSnapshotTier.class;
        }
    }

    /** Ends a move of a snapshot: it stays where it was. */
    record CancelSnapshotTiering(String snapshotId) implements TieringRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Lists the snapshots that are or were moved.
     *
     * @param filters all of them must match
     * @param page which part of the list
     */
    record DescribeSnapshotTierStatus(
            List<Filter> filters, @Inlined Page page) implements TieringRequest<SnapshotTierStatusList> {
        @Override
        public Class<SnapshotTierStatusList> answerType() {
            return SnapshotTierStatusList.class;
        }
    }

    /** What archiving a snapshot would save. */
    record DescribeSnapshotArchival(String snapshotId) implements TieringRequest<SnapshotArchivalPlan> {
        @Override
        public Class<SnapshotArchivalPlan> answerType() {
            return SnapshotArchivalPlan.class;
        }
    }

    /** The archive in numbers. */
    record DescribeArchive() implements TieringRequest<Archive> {
        @Override
        public Class<Archive> answerType() {
            return Archive.class;
        }
    }

    /**
     * Starts checking what is in the archive.
     *
     * @param sample {@code n/t}: only the n-th of t equal parts; everything when absent
     */
    record VerifyArchive(@Nullable String sample) implements TieringRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /** Starts moving into the archive what only archived snapshots need by now, and giving back the space there of what none of them needs. */
    record CollectArchive() implements TieringRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }
}
