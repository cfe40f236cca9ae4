package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an image pipeline, by which a new version of an image is built and tested.
 *
 * @param executionId {@code execution-...}
 * @param pipeline its name
 * @param version of the image, 1 or more; each execution has one of its own
 * @param state where it is in its life
 * @param reason why, when it failed or was cancelled; else empty
 * @param settled whether what it leaves behind is in order: of one that failed nothing is there any more
 * @param scheduledTime for when it was due; null if somebody ordered it
 * @param startTime when it began
 * @param endTime when it ended; null until then
 * @param parentImageId what it builds upon; null until that is chosen
 * @param imageId the new image, which may be gone; null until it is made
 * @param output the end of what its hooks have printed, at most 16,384 characters
 */
public record ImageExecutionRecord(
        String executionId,
        String pipeline,
        int version,
        ImageExecutionState state,
        String reason,
        boolean settled,
        @Nullable Instant scheduledTime,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable String parentImageId,
        @Nullable String imageId,
        String output)
        implements CatalogRecord {

    /** The reason of one that the end of the daemon cut off. */
    public static final String INTERRUPTED = "interrupted";

    @Override
    public String catalogId() {
        return executionId;
    }

    /** Whether the end of a daemon cut it off. */
    public boolean interrupted() {
        return state == ImageExecutionState.FAILED && reason.equals(INTERRUPTED);
    }

    /** The same, building upon an image. */
    public ImageExecutionRecord building(String parent) {
        return with(ImageExecutionState.BUILDING, parent, imageId);
    }

    /** The same with its new image. */
    public ImageExecutionRecord made(String image) {
        return with(state, parentImageId, image);
    }

    /** The same, being tested. */
    public ImageExecutionRecord testing() {
        return with(ImageExecutionState.TESTING, parentImageId, imageId);
    }

    private ImageExecutionRecord with(ImageExecutionState next, @Nullable String parent, @Nullable String image) {
        return new ImageExecutionRecord(
                executionId,
                pipeline,
                version,
                next,
                reason,
                settled,
                scheduledTime,
                startTime,
                endTime,
                parent,
                image,
                output);
    }

    /** The same with what its hooks have printed. */
    public ImageExecutionRecord printed(String text) {
        return new ImageExecutionRecord(
                executionId,
                pipeline,
                version,
                state,
                reason,
                settled,
                scheduledTime,
                startTime,
                endTime,
                parentImageId,
                imageId,
                text);
    }

    /** The same at its end, with what it leaves behind not in order yet. */
    public ImageExecutionRecord ended(ImageExecutionState end, String why, Instant time) {
        return new ImageExecutionRecord(
                executionId,
                pipeline,
                version,
                end,
                why,
                false,
                scheduledTime,
                startTime,
                time,
                parentImageId,
                imageId,
                output);
    }

    /** The same with all in order. */
    public ImageExecutionRecord inOrder() {
        return new ImageExecutionRecord(
                executionId,
                pipeline,
                version,
                state,
                reason,
                true,
                scheduledTime,
                startTime,
                endTime,
                parentImageId,
                imageId,
                output);
    }
}
