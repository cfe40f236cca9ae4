package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.ImageTerms;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.image.ImageStates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the images that policies have made, as the planner looks at them: as if they were snapshots of what stands for all volumes of their policy.
 *
 * @param catalog of everything
 */
record ImageReading(Catalog catalog) {

    /** What stands for all volumes of each policy that makes images and is for any. */
    static List<VolumeFacts> machines(List<Policy> policies, List<VolumeFacts> volumes) {
        return policies.stream()
                .filter(policy -> policy.images() && volumes.stream().anyMatch(policy::selects))
                .map(Policy::machine)
                .toList();
    }

    /**
     * The images.
     *
     * @param complete whether one that cannot be read is a failure
     */
    List<SnapshotFacts> images(boolean complete) {
        try (Stream<ImageRecord> all =
                complete ? catalog.listComplete(CatalogKind.IMAGE) : catalog.list(CatalogKind.IMAGE)) {
            List<SnapshotFacts> images = new ArrayList<>();
            all.filter(ImageRecord::visible).map(new ImageStates(catalog)::seen).forEach(image -> {
                Marks marks = Marks.of(image.tags());
                if (!marks.policyId().isEmpty()) {
                    images.add(facts(image, marks));
                }
            });
            return images;
        }
    }

    private static SnapshotFacts facts(ImageRecord image, Marks marks) {
        return new SnapshotFacts(
                image.imageId(),
                marks.policyId(),
                image.ownerId(),
                image.creationDate(),
                state(image),
                image.tags(),
                marks,
                protections(image),
                false);
    }

    /** What broke after it was made is for people to look at: its other snapshots may be all that is left. */
    private static List<Protection> protections(ImageRecord image) {
        List<Protection> protections = new ArrayList<>();
        if (!image.terms().deregistrationProtection().equals(ImageTerms.UNPROTECTED)) {
            protections.add(new Protection("it is protected from being deregistered", null));
        }
        if (image.state() == ImageState.ERROR) {
            protections.add(new Protection("it is broken: " + image.stateMessage(), null));
        }
        return List.copyOf(protections);
    }

    private static SnapshotState state(ImageRecord image) {
        return switch (image.state()) {
            case PENDING -> SnapshotState.PENDING;
            case AVAILABLE, DISABLED -> SnapshotState.COMPLETED;
            case FAILED, DEREGISTERED, ERROR -> SnapshotState.ERROR;
        };
    }
}
