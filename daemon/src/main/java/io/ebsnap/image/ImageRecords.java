package io.ebsnap.image;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.Surroundings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The records of images and of launches, whoever sees them. Safe for use by several threads. */
public final class ImageRecords {

    private final Catalog catalog;
    private final ImageStates states;
    private final Surroundings surroundings;
    private final ImageRecycling recycling;

    /** Records of images that are gone for good when they are deregistered. */
    public ImageRecords(Catalog catalog, Surroundings surroundings) {
        this(catalog, surroundings, ImageRecycling.none(catalog));
    }

    /** @param recycling says which of them go into the recycle bin */
    public ImageRecords(Catalog catalog, Surroundings surroundings, ImageRecycling recycling) {
        this.catalog = catalog;
        this.recycling = recycling;
        this.states = new ImageStates(catalog);
        this.surroundings = surroundings;
    }

    /** An image that is not in the recycle bin, as it is now. */
    Optional<ImageRecord> find(String id) {
        return catalog.find(CatalogKind.IMAGE, id).filter(ImageRecord::visible).map(states::seen);
    }

    /** All images that are not in the recycle bin, as they are now, in the order of their creation. */
    List<ImageRecord> list() {
        return stored(ImageRecord::visible).stream().map(states::seen).toList();
    }

    /** Those in the recycle bin, as they were when they went there, in the order of their creation. */
    List<ImageRecord> binned() {
        return stored(image -> !image.visible());
    }

    private List<ImageRecord> stored(Predicate<ImageRecord> wanted) {
        try (Stream<ImageRecord> all = catalog.list(CatalogKind.IMAGE)) {
            return all.filter(wanted)
                    .sorted(Comparator.comparing(ImageRecord::creationDate).thenComparing(ImageRecord::imageId))
                    .toList();
        }
    }

    /**
     * Adds an image.
     *
     * @throws Failure.Conflict if the account has one of that name
     */
    synchronized void create(ImageRecord image) {
        requireFree(image);
        catalog.create(CatalogKind.IMAGE, image);
        reached("image.after-record");
    }

    /** @throws Failure.Conflict if the account of an image has another one of its name */
    void requireFree(ImageRecord image) {
        stored(ImageRecord::visible).stream()
                .filter(other ->
                        other.ownerId().equals(image.ownerId()) && other.name().equals(image.name()))
                .findFirst()
                .ifPresent(other -> {
                    throw new Failure.Conflict(
                            other.imageId() + " has the name '" + image.name() + "' already",
                            "choose another name, or ebsnap image deregister " + other.imageId());
                });
    }

    /** What becomes of images that are deregistered. */
    ImageRecycling recycling() {
        return recycling;
    }

    /** Puts an image into the recycle bin, as it is seen. */
    void recycle(String id, RecycleBinStay stay) {
        update(id, old -> old.recycled(stay));
    }

    /**
     * Takes an image out of the recycle bin, as it was.
     *
     * @throws Failure.NotFound if it is not there
     * @throws Failure.Conflict if its account has one of that name
     */
    synchronized void unrecycle(String id) {
        requireFree(requireBinned(id));
        changeBinned(id, old -> old.recycled(null));
    }

    /**
     * An image in the recycle bin.
     *
     * @throws Failure.NotFound if it is not there
     */
    ImageRecord requireBinned(String id) {
        return catalog.find(CatalogKind.IMAGE, id)
                .filter(image -> !image.visible())
                .orElseThrow(() -> new Failure.NotFound("there is no " + id + " in the recycle bin"));
    }

    /** Whether all snapshots of an image are there. */
    boolean isWhole(ImageRecord image) {
        return states.seen(image).state() == image.state();
    }

    /** Changes an image in the recycle bin. */
    @CanIgnoreReturnValue
    ImageRecord changeBinned(String id, UnaryOperator<ImageRecord> change) {
        return catalog.update(CatalogKind.IMAGE, id, old -> {
            if (old.visible()) {
                throw new Failure.NotFound("there is no " + id + " in the recycle bin");
            }
            return change.apply(old);
        });
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
        for (ImageRecord image : stored(ImageRecord::visible)) {
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
