package io.ebsnap.image;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.snapshot.DeletionObjection;
import java.util.Optional;
import java.util.stream.Stream;

/** A snapshot of which an image is made is not deleted. One that is pending may be cancelled, and the image fails. */
public final class ImageUses implements DeletionObjection {

    private final Catalog catalog;
    private final ImageStates states;

    public ImageUses(Catalog catalog) {
        this.catalog = catalog;
        this.states = new ImageStates(catalog);
    }

    @Override
    public Optional<String> to(SnapshotRecord snapshot) {
        return imageOf(snapshot.snapshotId())
                .map(image -> "image " + image.imageId() + " uses it: ebsnap image deregister " + image.imageId());
    }

    /** An image that uses a snapshot, if one does. */
    Optional<ImageRecord> imageOf(String snapshotId) {
        try (Stream<ImageRecord> all = catalog.listComplete(CatalogKind.IMAGE)) {
            return all.filter(image -> image.uses(snapshotId))
                    .filter(image -> isInUse(states.seen(image).state()))
                    .findFirst();
        }
    }

    private static boolean isInUse(ImageState state) {
        return switch (state) {
            case AVAILABLE, DISABLED -> true;
            case PENDING, FAILED, DEREGISTERED, ERROR -> false;
        };
    }
}
