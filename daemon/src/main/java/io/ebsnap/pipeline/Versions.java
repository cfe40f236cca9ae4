package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageExecutionState;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.ImageId;
import io.ebsnap.image.ImageService;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The versions of images that pipelines have made. What is current follows from the records of executions, so that no crash can leave two.
 *
 * @param executions by which they were made
 * @param images all of them
 */
record Versions(Executions executions, ImageService images) {

    /**
     * A version that has passed its test and is there.
     *
     * @param execution that made it
     * @param image itself
     */
    record Version(ImageExecutionRecord execution, ImageRecord image) {}

    /** Those of a pipeline that are there, the newest first. */
    List<Version> of(String pipeline) {
        return executions.of(pipeline).reversed().stream()
                .filter(execution -> execution.state() == ImageExecutionState.AVAILABLE)
                .flatMap(execution -> image(execution).map(image -> new Version(execution, image)).stream())
                .toList();
    }

    private Optional<ImageRecord> image(ImageExecutionRecord execution) {
        String id = execution.imageId();
        return id == null ? Optional.empty() : images.find(new ImageId(id));
    }

    /** The newest that can be launched. */
    Optional<Version> current(String pipeline) {
        return of(pipeline).stream()
                .filter(version -> version.image().state() == ImageState.AVAILABLE)
                .findFirst();
    }

    /** The image that an execution has made, whether that is in its record or not. A copy of it, which may have its tags too, is none. */
    List<ImageRecord> madeBy(ImageExecutionRecord execution) {
        Tag tag = new Tag(ImageNames.EXECUTION_TAG, execution.executionId());
        return images.list(true).stream()
                .filter(image -> execution.imageId() == null
                        ? image.tags().contains(tag) && Objects.equals(image.sourceImageId(), execution.parentImageId())
                        : image.imageId().equals(execution.imageId()))
                .toList();
    }

    /** Whether an image is one that has not passed its test. */
    boolean isUnproven(ImageRecord image) {
        return image.tags().stream()
                .filter(tag -> tag.key().equals(ImageNames.EXECUTION_TAG))
                .flatMap(tag -> executions.find(tag.value()).stream())
                .anyMatch(execution -> execution.state() != ImageExecutionState.AVAILABLE);
    }
}
