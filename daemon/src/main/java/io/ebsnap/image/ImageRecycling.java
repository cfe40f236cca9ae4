package io.ebsnap.image;

import io.ebsnap.bin.Retention;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.snapshot.BinnedSnapshots;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Says which images go into the recycle bin when they are deregistered, and puts the snapshots there that are to be deleted with them: for as long as their own rules say, and at
 * least as long as the image is there.
 */
public final class ImageRecycling {

    private final Catalog catalog;
    private final Retention rules;
    private final BinnedSnapshots snapshots;

    /**
     * One by rules.
     *
     * @param catalog of the snapshots
     * @param snapshots puts them into the bin
     */
    public ImageRecycling(Catalog catalog, Retention rules, BinnedSnapshots snapshots) {
        this.catalog = catalog;
        this.rules = rules;
        this.snapshots = snapshots;
    }

    /** No image goes there. */
    static ImageRecycling none(Catalog catalog) {
        return new ImageRecycling(
                catalog, Retention.NONE, new BinnedSnapshots(catalog, InstantSource.system(), List.of()));
    }

    /** How long an image would stay there if it were deregistered now; empty if it would be gone. Only what is whole is worth being kept. */
    Optional<RecycleBinStay> stayOf(ImageRecord image) {
        return image.state() == ImageState.AVAILABLE || image.state() == ImageState.DISABLED
                ? rules.stay(BinResourceType.EC2_IMAGE, image.ownerId(), image.tags())
                : Optional.empty();
    }

    /**
     * Puts a snapshot of an image there.
     *
     * @param image how long that stays there
     */
    SnapshotOutcome recycled(String snapshotId, RecycleBinStay image) {
        try {
            SnapshotRecord snapshot = catalog.find(CatalogKind.SNAPSHOT, snapshotId)
                    .orElseThrow(() -> new Failure.NotFound("there is no " + snapshotId));
            snapshots.put(
                    snapshotId,
                    rules.stay(BinResourceType.EBS_SNAPSHOT, snapshot.ownerId(), snapshot.tags())
                            .map(own -> own.atLeast(image))
                            .orElse(image));
            return new SnapshotOutcome(snapshotId, "success", "");
        } catch (Failure e) {
            return new SnapshotOutcome(snapshotId, "client-error", String.valueOf(e.getMessage()));
        }
    }
}
