package io.ebsnap.restore.warm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where the images of a zone lie, and the ready copies of them: {@code docs/format/warm.md}. Every step may be done again after a crash, and is durable
 * when it returns unless it says otherwise. Safe for use by several threads on different snapshots, and for {@link #place} beside everything but
 * {@link #remove}.
 *
 * <p>What cannot be told is a failure, and never an image that is not there.
 */
interface ImagePlace {

    /** How volumes are made of images here. */
    WarmMethod method();

    /** Where the image of a snapshot lies. */
    Path image(String snapshotId);

    /** Whether an image of that size is there, whole or not. */
    boolean hasImage(String snapshotId, long sizeBytes);

    /** What there is of an image on the disk: bytes. */
    long imageBytes(String snapshotId);

    /** Size and free space of what all images and volumes lie in. */
    ImageRoom room();

    /** Why nothing that could as well be left out may be written here any more; empty if nothing speaks against it, or a full disk says so itself. */
    Optional<String> tight();

    /** Makes it possible to write an image of that size. */
    void prepare(String snapshotId, long sizeBytes);

    /** Makes an image durable whose content is. */
    void seal(String snapshotId);

    /** How many ready copies there are. */
    int copies(String snapshotId);

    /**
     * Makes one more ready copy of an image.
     *
     * @param progress is told of bytes of the image that are dealt with
     * @param ended whether it is to end early
     * @return whether it did not
     */
    boolean copy(String snapshotId, SparseCopy.Progress progress, BooleanSupplier ended);

    /**
     * Puts the content of an image at a path where nothing is: durable when that and its directory are synced.
     *
     * @return false if no copy is ready
     * @throws io.ebsnap.failure.Failure if it cannot be done; nothing is there then
     */
    boolean place(String snapshotId, Path target);

    /** Removes what a crash has left of a copy that was being made. */
    void removeUnfinished(String snapshotId);

    /** Gives the space of ready copies back. */
    void removeCopies(String snapshotId);

    /** Gives the space of an image back that is not whole. */
    void discardImage(String snapshotId);

    /** Removes everything of a snapshot. */
    void remove(String snapshotId);

    /** Snapshots of which something is there. What a crash left of other things is removed. */
    List<String> known();
}
