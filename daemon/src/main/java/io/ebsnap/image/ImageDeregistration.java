package io.ebsnap.image;

import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.ImageTerms;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SnapshotService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives images up, with their snapshots if that is wanted: into the recycle bin if a rule says so, or for good. */
final class ImageDeregistration {

    private static final Logger LOG = LoggerFactory.getLogger(ImageDeregistration.class);

    private final ImageRecords records;
    private final ImageUses uses;
    private final SnapshotService snapshots;

    /**
     * Deregistration for a caller.
     *
     * @param uses finds images that use a snapshot
     * @param snapshots as the caller sees them
     */
    ImageDeregistration(ImageRecords records, ImageUses uses, SnapshotService snapshots) {
        this.records = records;
        this.uses = uses;
        this.snapshots = snapshots;
    }

    /** Goes on with those that an earlier daemon has begun. */
    void goOn() {
        for (ImageRecord image : records.list()) {
            if (image.state() == ImageState.DEREGISTERED) {
                List<SnapshotOutcome> unused = end(image, Optional.empty());
            }
        }
    }

    /**
     * Deregisters one.
     *
     * @return what became of its snapshots, if they are to go with it
     */
    List<SnapshotOutcome> deregister(ImageRecord image, boolean withSnapshots) {
        requireUnprotected(image);
        Optional<RecycleBinStay> stay = records.recycling().stayOf(image);
        begin(image, stay, withSnapshots);
        records.reached("image.after-deregistration");
        LOG.info("image={} name=\"{}\" deregistered", image.imageId(), image.name());
        return withSnapshots ? end(image, stay) : List.of();
    }

    /** One whose snapshots go too says so until they are gone: the next daemon goes on with it. */
    private void begin(ImageRecord image, Optional<RecycleBinStay> stay, boolean withSnapshots) {
        if (stay.isPresent()) {
            records.recycle(image.imageId(), stay.get());
        } else if (withSnapshots) {
            records.update(image.imageId(), old -> old.in(ImageState.DEREGISTERED, ""));
        } else {
            records.delete(image.imageId());
        }
    }

    private List<SnapshotOutcome> end(ImageRecord image, Optional<RecycleBinStay> stay) {
        List<SnapshotOutcome> outcomes = image.snapshotIds()
                .distinct()
                .map(snapshot -> deleted(snapshot, stay))
                .toList();
        if (stay.isEmpty()) {
            records.delete(image.imageId());
        }
        return outcomes;
    }

    private void requireUnprotected(ImageRecord image) {
        Instant until = image.terms().protectedUntil();
        boolean cooling = until != null && until.isAfter(records.now());
        if (cooling || !image.terms().deregistrationProtection().equals(ImageTerms.UNPROTECTED)) {
            throw new Failure.Denied(
                    image.imageId() + " is protected from being deregistered" + (cooling ? " until " + until : ""),
                    cooling ? "wait for that" : "ebsnap image protect --off " + image.imageId());
        }
    }

    /** With an image that goes into the recycle bin they do: it comes back with them. */
    private SnapshotOutcome deleted(String snapshotId, Optional<RecycleBinStay> stay) {
        Optional<ImageRecord> other = uses.imageOf(snapshotId, image -> stay.isEmpty() || image.visible());
        if (other.isPresent()) {
            return new SnapshotOutcome(
                    snapshotId, "skipped", "image " + other.get().imageId() + " uses it");
        }
        if (stay.isPresent()) {
            SnapshotOutcome outcome = records.recycling().recycled(snapshotId, stay.get());
            records.reached("image.after-one-recycled");
            return outcome;
        }
        try {
            Deletion deletion =
                    snapshots.delete(List.of(new SnapshotId(snapshotId))).getFirst();
            return deletion.outcome() == Deletion.Outcome.DELETED || deletion.outcome() == Deletion.Outcome.RECYCLED
                    ? new SnapshotOutcome(snapshotId, "success", "")
                    : new SnapshotOutcome(snapshotId, "client-error", deletion.message());
        } catch (Failure.Denied e) {
            return new SnapshotOutcome(snapshotId, "missing-permissions", String.valueOf(e.getMessage()));
        }
    }
}
