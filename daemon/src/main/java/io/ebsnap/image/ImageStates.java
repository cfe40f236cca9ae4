package io.ebsnap.image;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import java.util.List;
import java.util.Optional;

/** What an image's state is, as its snapshots are: that is seen at once, and written down later. Safe for use by several threads. */
public final class ImageStates {

    private final Catalog catalog;

    /** The states of the images in a catalog. */
    public ImageStates(Catalog catalog) {
        this.catalog = catalog;
    }

    /** A record as it is to be seen. */
    public ImageRecord seen(ImageRecord image) {
        return switch (image.state()) {
            case PENDING -> image.blockDeviceMappings().isEmpty() ? image : pending(image);
            case AVAILABLE, DISABLED ->
                missing(image)
                        .map(gone -> image.in(ImageState.ERROR, gone + " is gone"))
                        .orElse(image);
            case FAILED, DEREGISTERED, ERROR -> image;
        };
    }

    private ImageRecord pending(ImageRecord image) {
        Optional<String> missing = missing(image);
        if (missing.isPresent()) {
            return image.in(ImageState.FAILED, missing.get() + " is gone");
        }
        List<SnapshotRecord> snapshots =
                image.snapshotIds().flatMap(id -> find(id).stream()).toList();
        Optional<SnapshotRecord> failed = snapshots.stream()
                .filter(snapshot -> snapshot.state() == SnapshotState.ERROR)
                .findFirst();
        if (failed.isPresent()) {
            return image.in(
                    ImageState.FAILED,
                    failed.get().snapshotId() + " failed: " + failed.get().stateMessage());
        }
        return snapshots.stream().allMatch(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
                ? image.in(ImageState.AVAILABLE, "")
                : image;
    }

    private Optional<String> missing(ImageRecord image) {
        return image.snapshotIds().filter(id -> find(id).isEmpty()).findFirst();
    }

    private Optional<SnapshotRecord> find(String id) {
        return catalog.find(CatalogKind.SNAPSHOT, id);
    }
}
