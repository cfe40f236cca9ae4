package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About images. */
public sealed interface ImageRequest<A extends Record> extends Request<A> {

    /**
     * Takes snapshots of volumes at one instant and makes an image of them, which is pending until they are completed.
     *
     * @param name unique in the account
     * @param description the user's words
     * @param volumes what it is made of
     * @param machine that it boots
     * @param tags of the image
     * @param snapshotTags of its snapshots; those of the image when absent
     * @param how the instant is had
     * @param kmsKeyId id, alias or ARN of the key that the snapshots are sealed under; absent for the default key
     */
    record CreateImage(
            String name,
            @Nullable String description,
            List<ImageVolume> volumes,
            @Inlined ImageMachine machine,
            List<Tag> tags,
            @Nullable List<Tag> snapshotTags,
            @Inlined InstantOptions how,
            @Nullable String kmsKeyId)
            implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /**
     * Makes an image of snapshots.
     *
     * @param name unique in the account
     * @param description the user's words
     * @param blockDeviceMappings its devices
     * @param machine that it boots
     * @param tags of the image
     */
    record RegisterImage(
            String name,
            @Nullable String description,
            List<BlockDeviceMapping> blockDeviceMappings,
            @Inlined ImageMachine machine,
            List<Tag> tags)
            implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /**
     * Lists images: the caller's own, and those that it may launch.
     *
     * @param imageIds only these; all when empty
     * @param owners accounts that they belong to, or {@code self}; any when empty
     * @param executableUsers accounts that may launch them, {@code self}, or {@code all} for public ones; any when empty
     * @param filters all of them must match
     * @param includeDeprecated also those of others that are deprecated
     * @param includeDisabled also those that are disabled
     * @param page which part of the list
     */
    record DescribeImages(
            List<String> imageIds,
            List<String> owners,
            List<String> executableUsers,
            List<Filter> filters,
            boolean includeDeprecated,
            boolean includeDisabled,
            @Inlined Page page)
            implements ImageRequest<ImageList> {
        @Override
        public Class<ImageList> answerType() {
            return ImageList.class;
        }
    }

    /**
     * Copies an image with its snapshots.
     *
     * @param sourceImageId an available one
     * @param name unique in the account
     * @param description the user's words
     * @param tags of the copy
     * @param snapshotTags of the copies of its snapshots; those of the copy when absent
     * @param copyImageTags whether the copy gets the source's tags too
     * @param kmsKeyId id, alias or ARN of the key that the copies of its snapshots are sealed under; absent for their own
     */
    record CopyImage(
            String sourceImageId,
            String name,
            @Nullable String description,
            List<Tag> tags,
            @Nullable List<Tag> snapshotTags,
            boolean copyImageTags,
            @Nullable String kmsKeyId)
            implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /**
     * Gives an image up.
     *
     * @param imageId which
     * @param deleteAssociatedSnapshots whether its snapshots are deleted too, but for those that other images use
     */
    record DeregisterImage(String imageId, boolean deleteAssociatedSnapshots)
            implements ImageRequest<DeregisteredImage> {
        @Override
        public Class<DeregisteredImage> answerType() {
            return DeregisteredImage.class;
        }
    }

    /** Hides an image from others than its owner from a time on. */
    record EnableImageDeprecation(String imageId, Instant deprecateAt) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /** Hides it no more. */
    record DisableImageDeprecation(String imageId) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /** Lets nobody launch an image, and takes all permissions back. */
    record DisableImage(String imageId) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /** Lets it be launched again, by its owner. */
    record EnableImage(String imageId) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /**
     * Changes who may launch an image, or its description.
     *
     * @param imageId one of the caller's account, which for the first must be available
     * @param operationType {@code add} or {@code remove}; absent if the description is changed
     * @param userIds accounts of 12 digits
     * @param userGroups {@code all}, or nothing
     * @param grant when adding: whether accounts without a grant to decrypt under the snapshots' keys get one
     * @param description the user's words in place of those that it had, at most 255 characters; absent if they stay
     */
    record ModifyImageAttribute(
            String imageId,
            @Nullable String operationType,
            List<String> userIds,
            List<String> userGroups,
            boolean grant,
            @Nullable String description)
            implements ImageRequest<ImageAttribute> {
        @Override
        public Class<ImageAttribute> answerType() {
            return ImageAttribute.class;
        }
    }

    /** Who may launch an image of the caller's account. */
    record DescribeImageAttribute(String imageId) implements ImageRequest<ImageAttribute> {
        @Override
        public Class<ImageAttribute> answerType() {
            return ImageAttribute.class;
        }
    }

    /** Lets nobody but its owner launch an image. */
    record ResetImageAttribute(String imageId) implements ImageRequest<ImageAttribute> {
        @Override
        public Class<ImageAttribute> answerType() {
            return ImageAttribute.class;
        }
    }

    /**
     * Keeps an image from being deregistered.
     *
     * @param imageId which
     * @param withCooldown whether that lasts for 24 hours after it was disabled
     */
    record EnableImageDeregistrationProtection(String imageId, boolean withCooldown) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /** Lets an image be deregistered. */
    record DisableImageDeregistrationProtection(String imageId) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /** What an image came from. */
    record GetImageAncestry(String imageId) implements ImageRequest<ImageAncestry> {
        @Override
        public Class<ImageAncestry> answerType() {
            return ImageAncestry.class;
        }
    }

    /** Gives an image tags, which replace those of the same keys. */
    record TagImage(String imageId, List<Tag> tags) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /** Takes tags from an image. */
    record UntagImage(String imageId, List<String> tagKeys) implements ImageRequest<Image> {
        @Override
        public Class<Image> answerType() {
            return Image.class;
        }
    }

    /**
     * Makes all volumes of an image, or none.
     *
     * @param imageId an available one
     * @param name what the volumes' names begin with; the id of the launch when absent
     * @param tags of each volume
     * @param blockDeviceMappings devices that are to be longer, are deleted or not with the launch, or are left out; the image's snapshots stay
     * @param how the volumes are made
     * @param attach whether they are attached; the administrator's alone
     * @param via how; the best way that there is when absent
     */
    record LaunchImage(
            String imageId,
            @Nullable String name,
            List<Tag> tags,
            List<BlockDeviceMapping> blockDeviceMappings,
            @Inlined LaunchOptions how,
            boolean attach,
            @Nullable AttachVia via)
            implements ImageRequest<ImageLaunch> {
        @Override
        public Class<ImageLaunch> answerType() {
            return ImageLaunch.class;
        }
    }

    /** Lists launches. */
    record DescribeImageLaunches() implements ImageRequest<ImageLaunchList> {
        @Override
        public Class<ImageLaunchList> answerType() {
            return ImageLaunchList.class;
        }
    }

    /** Detaches the volumes of a launch, and deletes those that are deleted with it. */
    record TerminateImageLaunch(String launchId) implements ImageRequest<ImageLaunch> {
        @Override
        public Class<ImageLaunch> answerType() {
            return ImageLaunch.class;
        }
    }
}
