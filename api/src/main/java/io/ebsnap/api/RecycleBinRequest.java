package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About the recycle bin and its rules. */
public sealed interface RecycleBinRequest<A extends Record> extends Request<A> {

    /**
     * Makes a retention rule, which holds at once.
     *
     * @param resourceType {@code EBS_SNAPSHOT}, {@code EBS_VOLUME} or {@code EC2_IMAGE}
     * @param retentionPeriod 1 to 365 days
     * @param description at most 255 characters
     * @param resourceTags it keeps what has any of them, at most 50; everything when empty
     * @param excludeResourceTags it does not keep what has any of them, at most 5; only of a rule for everything
     * @param tags of the rule itself
     * @param lockConfiguration it is locked from the beginning; only a rule for everything, with no tags left out
     */
    record CreateRule(
            String resourceType,
            RetentionPeriod retentionPeriod,
            @Nullable String description,
            List<ResourceTag> resourceTags,
            List<ResourceTag> excludeResourceTags,
            List<Tag> tags,
            @Nullable LockConfiguration lockConfiguration)
            implements RecycleBinRequest<RetentionRule> {
        @Override
        public Class<RetentionRule> answerType() {
            return RetentionRule.class;
        }
    }

    /** Shows a rule. */
    record GetRule(String identifier) implements RecycleBinRequest<RetentionRule> {
        @Override
        public Class<RetentionRule> answerType() {
            return RetentionRule.class;
        }
    }

    /**
     * Lists rules.
     *
     * @param resourceType only for this kind; absent for any
     * @param lockState only those in this state; absent for any
     * @param page which part of the list
     */
    record ListRules(
            @Nullable String resourceType,
            @Nullable String lockState,
            @Inlined Page page) implements RecycleBinRequest<RetentionRuleList> {
        @Override
        public Class<RetentionRuleList> answerType() {
            return RetentionRuleList.class;
        }
    }

    /**
     * Changes a rule that is not locked. What is absent stays as it is; what is in the bin stays there as long as it was to.
     *
     * @param resourceTags in place of those that it had
     * @param excludeResourceTags in place of those that it had
     */
    record UpdateRule(
            String identifier,
            @Nullable RetentionPeriod retentionPeriod,
            @Nullable String description,
            @Nullable List<ResourceTag> resourceTags,
            @Nullable List<ResourceTag> excludeResourceTags)
            implements RecycleBinRequest<RetentionRule> {
        @Override
        public Class<RetentionRule> answerType() {
            return RetentionRule.class;
        }
    }

    /** Deletes a rule that is not locked. */
    record DeleteRule(String identifier) implements RecycleBinRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Locks a rule for everything. */
    record LockRule(String identifier, LockConfiguration lockConfiguration)
            implements RecycleBinRequest<RetentionRule> {
        @Override
        public Class<RetentionRule> answerType() {
            return RetentionRule.class;
        }
    }

    /** Orders a rule to be unlocked when its delay is over. */
    record UnlockRule(String identifier) implements RecycleBinRequest<RetentionRule> {
        @Override
        public Class<RetentionRule> answerType() {
            return RetentionRule.class;
        }
    }

    /** Which rule would keep a snapshot, managed volume or image if it were deleted now, and until when. */
    record DescribeRetention(String resourceId) implements RecycleBinRequest<Retention> {
        @Override
        public Class<Retention> answerType() {
            return Retention.class;
        }
    }

    /**
     * Lists snapshots in the bin.
     *
     * @param snapshotIds only these; all when empty
     * @param page which part of the list
     */
    record ListSnapshotsInRecycleBin(
            List<String> snapshotIds, @Inlined Page page) implements RecycleBinRequest<BinnedSnapshotList> {
        @Override
        public Class<BinnedSnapshotList> answerType() {
            return BinnedSnapshotList.class;
        }
    }

    /** Takes a snapshot out of the bin, shared as it was. */
    record RestoreSnapshotFromRecycleBin(String snapshotId) implements RecycleBinRequest<SnapshotList> {
        @Override
        public Class<SnapshotList> answerType() {
            return SnapshotList.class;
        }
    }

    /**
     * Lists managed volumes in the bin.
     *
     * @param volumeIds only these; all when empty
     * @param page which part of the list
     */
    record ListVolumesInRecycleBin(
            List<String> volumeIds, @Inlined Page page) implements RecycleBinRequest<BinnedVolumeList> {
        @Override
        public Class<BinnedVolumeList> answerType() {
            return BinnedVolumeList.class;
        }
    }

    /** Takes a managed volume out of the bin. */
    record RestoreVolumeFromRecycleBin(String volumeId) implements RecycleBinRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Lists images in the bin.
     *
     * @param imageIds only these; all when empty
     * @param page which part of the list
     */
    record ListImagesInRecycleBin(
            List<String> imageIds, @Inlined Page page) implements RecycleBinRequest<BinnedImageList> {
        @Override
        public Class<BinnedImageList> answerType() {
            return BinnedImageList.class;
        }
    }

    /** Takes an image out of the bin, with those of its snapshots that are there, shared as it was. */
    record RestoreImageFromRecycleBin(String imageId) implements RecycleBinRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Adds tags to what is in the bin, in place of those of the same keys. */
    record TagInRecycleBin(String resourceId, List<Tag> tags) implements RecycleBinRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Removes what is in the bin for good, before its time; not what a locked rule keeps. */
    record PurgeFromRecycleBin(String resourceId) implements RecycleBinRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
