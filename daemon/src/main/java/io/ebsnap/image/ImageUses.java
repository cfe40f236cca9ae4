package io.ebsnap.image;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.snapshot.DeletionObjection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A snapshot of which an image is made is not deleted, also while that is in the recycle bin. One that is pending may be cancelled, and the image fails. */
public final class ImageUses implements DeletionObjection {

    private final Catalog catalog;
    private final ImageStates states;

    public ImageUses(Catalog catalog) {
        this.catalog = catalog;
        this.states = new ImageStates(catalog);
    }

    @Override
    public Optional<String> to(SnapshotRecord snapshot) {
        return imageOf(snapshot.snapshotId(), any -> true).map(ImageUses::words);
    }

    /**
     * What {@link #to} says now of each snapshot that an image uses, by their ids.
     *
     * @throws io.ebsnap.failure.Failure if an image cannot be read
     */
    public Map<String, String> all() {
        try (Stream<ImageRecord> all = catalog.listComplete(CatalogKind.IMAGE)) {
            Map<String, String> uses = new HashMap<>();
            all.filter(this::isInUse)
                    .forEach(image -> image.snapshotIds().forEach(id -> uses.putIfAbsent(id, words(image))));
            return uses;
        }
    }

    /** An image, also one in the recycle bin, that uses a snapshot, if one does that a condition holds for. */
    Optional<ImageRecord> imageOf(String snapshotId, Predicate<ImageRecord> wanted) {
        try (Stream<ImageRecord> all = catalog.listComplete(CatalogKind.IMAGE)) {
            return all.filter(image -> image.uses(snapshotId) && wanted.test(image) && isInUse(image))
                    .findFirst();
        }
    }

    private boolean isInUse(ImageRecord image) {
        return isInUse(states.seen(image).state());
    }

    private static String words(ImageRecord image) {
        return "image " + image.imageId()
                + (image.visible()
                        ? " uses it: ebsnap image deregister " + image.imageId()
                        : " in the recycle bin uses it: ebsnap recycle-bin restore " + image.imageId());
    }

    private static boolean isInUse(ImageState state) {
        return switch (state) {
            case AVAILABLE, DISABLED -> true;
            case PENDING, FAILED, DEREGISTERED, ERROR -> false;
        };
    }
}
