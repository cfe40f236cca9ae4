package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image: snapshots that are the disks of a machine.
 *
 * @param imageId {@code ami-...}
 * @param name unique in the account
 * @param state where it is in its life; {@code pending} until its snapshots have come to an end
 * @param stateMessage why, when it failed; else empty
 * @param ownerId 12-digit account
 * @param creationDate when it was ordered
 * @param description the user's words
 * @param tags in the order given
 * @param machine that it boots
 * @param blockDeviceMappings its devices; empty while its snapshots are being ordered: what a crash leaves so is removed
 * @param terms until when it is there
 * @param lastLaunchedTime when volumes were last launched from it; null for never
 * @param sourceImageId the image that it was copied from, or from which the root volume was launched that it was made of; null for none
 * @param launchPermission who else may launch it; null for nobody
 * @param recycleBin since when and until when it is in the recycle bin; null if it is not
 */
public record ImageRecord(
        String imageId,
        String name,
        ImageState state,
        String stateMessage,
        String ownerId,
        Instant creationDate,
        String description,
        List<Tag> tags,
        ImageMachine machine,
        List<ImageDevice> blockDeviceMappings,
        ImageTerms terms,
        @Nullable Instant lastLaunchedTime,
        @Nullable String sourceImageId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CreateVolumePermission launchPermission,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecycleBinStay recycleBin)
        implements OwnedRecord {

    public ImageRecord {
        tags = List.copyOf(tags);
        blockDeviceMappings = List.copyOf(blockDeviceMappings);
    }

    @Override
    public String catalogId() {
        return imageId;
    }

    /** The ids of its snapshots. */
    public Stream<String> snapshotIds() {
        return blockDeviceMappings.stream().map(ImageDevice::snapshotId).filter(Objects::nonNull);
    }

    /** Whether it uses a snapshot. */
    public boolean uses(String snapshotId) {
        return snapshotIds().anyMatch(snapshotId::equals);
    }

    /** The same in another state. */
    public ImageRecord in(ImageState next, String message) {
        return new ImageRecord(
                imageId,
                name,
                next,
                message,
                ownerId,
                creationDate,
                description,
                tags,
                machine,
                blockDeviceMappings,
                terms,
                lastLaunchedTime,
                sourceImageId,
                launchPermission,
                recycleBin);
    }

    /** The same with devices. */
    public ImageRecord with(List<ImageDevice> devices) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                description,
                tags,
                machine,
                devices,
                terms,
                lastLaunchedTime,
                sourceImageId,
                launchPermission,
                recycleBin);
    }

    /** The same that came from another image; null for none. */
    public ImageRecord from(@Nullable String source) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                description,
                tags,
                machine,
                blockDeviceMappings,
                terms,
                lastLaunchedTime,
                source,
                launchPermission,
                recycleBin);
    }

    /** The same with another description. */
    public ImageRecord described(String words) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                words,
                tags,
                machine,
                blockDeviceMappings,
                terms,
                lastLaunchedTime,
                sourceImageId,
                launchPermission,
                recycleBin);
    }

    /** The same with other tags. */
    public ImageRecord tagged(List<Tag> others) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                description,
                others,
                machine,
                blockDeviceMappings,
                terms,
                lastLaunchedTime,
                sourceImageId,
                launchPermission,
                recycleBin);
    }

    /** The same under other terms. */
    public ImageRecord under(Function<ImageTerms, ImageTerms> change) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                description,
                tags,
                machine,
                blockDeviceMappings,
                change.apply(terms),
                lastLaunchedTime,
                sourceImageId,
                launchPermission,
                recycleBin);
    }

    /** The same, launched. */
    public ImageRecord launchedAt(Instant time) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                description,
                tags,
                machine,
                blockDeviceMappings,
                terms,
                time,
                sourceImageId,
                launchPermission,
                recycleBin);
    }

    /** The same for others to launch; null for nobody. */
    public ImageRecord sharedWith(@Nullable CreateVolumePermission others) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                description,
                tags,
                machine,
                blockDeviceMappings,
                terms,
                lastLaunchedTime,
                sourceImageId,
                others,
                recycleBin);
    }

    /** Whether it can be seen and used: it is not in the recycle bin. */
    public boolean visible() {
        return recycleBin == null;
    }

    /** The same in the recycle bin; null for out of it. */
    public ImageRecord recycled(@Nullable RecycleBinStay stay) {
        return new ImageRecord(
                imageId,
                name,
                state,
                stateMessage,
                ownerId,
                creationDate,
                description,
                tags,
                machine,
                blockDeviceMappings,
                terms,
                lastLaunchedTime,
                sourceImageId,
                launchPermission,
                stay);
    }
}
