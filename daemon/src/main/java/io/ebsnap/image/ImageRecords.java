package io.ebsnap.image;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.Surroundings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The records of images and of launches, whoever sees them. Safe for use by several threads. */
public final class ImageRecords {

    private final Catalog catalog;
    private final ImageStates states;
    private final Surroundings surroundings;

    public ImageRecords(Catalog catalog, Surroundings surroundings) {
        this.catalog = catalog;
        this.states = new ImageStates(catalog);
        this.surroundings = surroundings;
    }

    /** An image, as it is now. */
    Optional<ImageRecord> find(String id) {
        return catalog.find(CatalogKind.IMAGE, id).map(states::seen);
    }

    /** All images, as they are now, in the order of their creation. */
    List<ImageRecord> list() {
        return stored().stream().map(states::seen).toList();
    }

    private List<ImageRecord> stored() {
        try (Stream<ImageRecord> all = catalog.list(CatalogKind.IMAGE)) {
            return all.sorted(Comparator.comparing(ImageRecord::creationDate).thenComparing(ImageRecord::imageId))
                    .toList();
        }
    }

    /**
     * Adds an image.
     *
     * @throws Failure.Conflict if the account has one of that name
     */
    synchronized void create(ImageRecord image) {
        stored().stream()
                .filter(other ->
                        other.ownerId().equals(image.ownerId()) && other.name().equals(image.name()))
                .findFirst()
                .ifPresent(other -> {
                    throw new Failure.Conflict(
                            other.imageId() + " has the name '" + image.name() + "' already",
                            "choose another name, or ebsnap image deregister " + other.imageId());
                });
        catalog.create(CatalogKind.IMAGE, image);
        reached("image.after-record");
    }

    /** Changes an image; what its state is seen as meanwhile is written down too. */
    @CanIgnoreReturnValue
    ImageRecord update(String id, UnaryOperator<ImageRecord> change) {
        return states.seen(catalog.update(CatalogKind.IMAGE, id, old -> change.apply(states.seen(old))));
    }

    boolean delete(String id) {
        return catalog.delete(CatalogKind.IMAGE, id);
    }

    /** Writes down what became of images that were pending. To be called again and again. */
    public void settle() {
        for (ImageRecord image : stored()) {
            if (image.state() == ImageState.PENDING && states.seen(image).state() != ImageState.PENDING) {
                update(image.imageId(), seen -> seen);
            }
        }
    }

    List<ImageLaunchRecord> launches() {
        try (Stream<ImageLaunchRecord> all = catalog.list(CatalogKind.IMAGE_LAUNCH)) {
            return all.sorted(Comparator.comparing(ImageLaunchRecord::launchTime)
                            .thenComparing(ImageLaunchRecord::launchId))
                    .toList();
        }
    }

    void create(ImageLaunchRecord launch) {
        catalog.create(CatalogKind.IMAGE_LAUNCH, launch);
        reached("image.after-launch-record");
    }

    @CanIgnoreReturnValue
    ImageLaunchRecord updateLaunch(String id, UnaryOperator<ImageLaunchRecord> change) {
        return catalog.update(CatalogKind.IMAGE_LAUNCH, id, change);
    }

    void deleteLaunch(String id) {
        catalog.delete(CatalogKind.IMAGE_LAUNCH, id);
    }

    /** Now, as records have it. */
    Instant now() {
        return surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    void reached(String point) {
        surroundings.crashPoints().reached(point);
    }
}
