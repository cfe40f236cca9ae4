package io.ebsnap.image;

import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.LaunchId;
import io.ebsnap.snapshot.SharingOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Images, as somebody sees them: an account its own and those that it may launch, the administrator all. One that is not seen does not exist. Only the owner, and the
 * administrator, changes one. Safe for use by several threads.
 *
 * <p>Every method that names an image throws {@link io.ebsnap.failure.Failure.NotFound} if there is none, and if it changes it
 * {@link io.ebsnap.failure.Failure.Denied} if it is another's.
 */
public interface ImageService {

    /**
     * Takes snapshots of volumes at one instant and makes an image of them, which is {@code pending} until they are completed.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if the order is wrong in itself
     * @throws io.ebsnap.failure.Failure.Conflict if the name is taken, or the instant cannot be had
     */
    ImageRecord create(ImageCreation order);

    /**
     * Makes an image of snapshots that are there.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if the order is wrong in itself, or a volume would be smaller than its snapshot
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Conflict if the name is taken, or a snapshot is not completed
     * @throws io.ebsnap.failure.Failure.Denied if a snapshot is another account's
     */
    ImageRecord register(ImageRegistration order);

    /**
     * Copies an image with all its snapshots; under their own key that takes no space.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if the name is taken, or the image is not available
     * @throws io.ebsnap.failure.Failure.Denied if one may be launched but its snapshots may not be copied
     */
    ImageRecord copy(ImageCopyOrder order);

    /** An image, if it is seen. */
    Optional<ImageRecord> find(ImageId id);

    /** All that are seen, in the order of their creation; those of others not when they are deprecated, unless that is wanted too. */
    List<ImageRecord> list(boolean deprecated);

    /**
     * Gives an image up. Volumes that were launched from it stay.
     *
     * @param withSnapshots whether its snapshots are deleted too, but for those that other images use
     * @return what became of them
     * @throws io.ebsnap.failure.Failure.Denied also while it is protected
     */
    List<SnapshotOutcome> deregister(ImageId id, boolean withSnapshots);

    /**
     * Hides an image from others from a time on; they can launch it all the same.
     *
     * @param time rounded to a minute, at most ten years from now, two of a public image; empty for never
     */
    ImageRecord deprecate(ImageId id, Optional<Instant> time);

    /** Lets nobody launch an image, and takes all permissions back. */
    ImageRecord disable(ImageId id);

    /** Undoes that; permissions stay taken back. */
    ImageRecord enable(ImageId id);

    /**
     * Keeps an image from being deregistered.
     *
     * @param cooldown whether that lasts for 24 hours after it was taken away
     */
    ImageRecord protect(ImageId id, boolean cooldown);

    /** Takes that away. */
    ImageRecord unprotect(ImageId id);

    /**
     * Lets accounts launch an image, with the snapshots that it is of.
     *
     * @param grant whether accounts that have no grant to decrypt under their keys get one
     * @throws io.ebsnap.failure.Failure as sharing one of the snapshots
     */
    ImageRecord share(ImageId id, SharingOrder with, boolean grant);

    /** Lets them no more. What they have launched stays theirs. */
    ImageRecord unshare(ImageId id, SharingOrder with);

    /** Lets nobody else any more. */
    ImageRecord unshare(ImageId id);

    /** An image whose permissions the caller may see. */
    ImageRecord permissionsOf(ImageId id);

    /**
     * Gives an image another description.
     *
     * @param description at most 255 characters
     * @throws io.ebsnap.failure.Failure.Invalid if it is longer
     */
    ImageRecord describe(ImageId id, String description);

    /** Gives an image tags, which replace those of the same keys. */
    ImageRecord tag(ImageId id, List<Tag> tags);

    /** Takes tags away. */
    ImageRecord untag(ImageId id, List<String> keys);

    /** An image, what it came from, what that came from and so on, as far as it is seen. */
    List<ImageRecord> ancestry(ImageId id);

    /**
     * Makes all volumes of an image, and attaches them if that is wanted: all or none. They can be used at once; their content arrives as that of any volume.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if the image is not available, or a volume's name is taken
     * @throws io.ebsnap.failure.Failure.Denied if a key may not be used, or attaching is not the caller's to do
     */
    ImageLaunchRecord launch(ImageLaunchOrder order);

    /** The launches that are seen, in the order of their times. */
    List<ImageLaunchRecord> launches();

    /**
     * Detaches the volumes of a launch and deletes those that are deleted with it.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Conflict while one of them is used
     */
    ImageLaunchRecord terminate(LaunchId id);
}
