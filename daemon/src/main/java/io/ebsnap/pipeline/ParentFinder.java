package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.Wildcards;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.image.ImageService;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds what a pipeline builds upon.
 *
 * @param images all of them
 * @param versions of pipelines
 */
record ParentFinder(ImageService images, Versions versions) {

    /**
     * The image.
     *
     * @throws Failure.NotFound if there is none
     * @throws Failure.Conflict if the one that is named is not available
     */
    ImageRecord find(ParentImage parent) {
        Optional<ImageRecord> version = parent.pipeline().isEmpty()
                ? Optional.empty()
                : versions.current(parent.pipeline()).map(Versions.Version::image);
        if (version.isPresent()) {
            return version.get();
        }
        if (!parent.namesImages()) {
            throw new Failure.NotFound("image pipeline " + parent.pipeline() + " has no version to build upon");
        }
        return parent.image().isEmpty() ? newest(parent) : named(parent.image());
    }

    private ImageRecord named(String id) {
        ImageRecord image = images.find(new ImageId(id))
                .orElseThrow(() -> new Failure.NotFound("there is no image " + id + " to build upon"));
        if (image.state() != ImageState.AVAILABLE) {
            throw new Failure.Conflict(
                    id + ", to be built upon, is " + image.state().word());
        }
        return image;
    }

    private ImageRecord newest(ParentImage parent) {
        return images.list(true).stream()
                .filter(image -> image.state() == ImageState.AVAILABLE
                        && parent.owners().contains(image.ownerId())
                        && (parent.name().isEmpty() || Wildcards.matches(parent.name(), image.name()))
                        && parent.tags().stream().allMatch(tag -> tag.isAmong(image.tags()))
                        && !versions.isUnproven(image))
                .max(Comparator.comparing(ImageRecord::creationDate).thenComparing(ImageRecord::imageId))
                .orElseThrow(() -> new Failure.NotFound("no available image of " + String.join(", ", parent.owners())
                        + " matches what is to be built upon: name '" + parent.name() + "', tags " + parent.tags()));
    }
}
