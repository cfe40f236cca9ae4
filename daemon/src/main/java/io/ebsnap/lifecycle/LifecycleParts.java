package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.task.Surroundings;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What policies are carried out with.
 *
 * @param catalog of everything
 * @param snapshots takes and deletes them, as the one for whom that is done may
 * @param followUps does what is to be done with them
 * @param images makes images and gives them up
 * @param machine what is known beside the catalog
 * @param surroundings time, chance, and who is told of durable steps
 */
public record LifecycleParts(
        Catalog catalog,
        Function<Ward, SnapshotService> snapshots,
        FollowUps followUps,
        ImageWork images,
        Machine machine,
        Surroundings surroundings) {

    /** What carries out policies that make no images. */
    public LifecycleParts(
            Catalog catalog,
            Function<Ward, SnapshotService> snapshots,
            FollowUps followUps,
            Machine machine,
            Surroundings surroundings) {
        this(catalog, snapshots, followUps, ImageWork.NONE, machine, surroundings);
    }

    /**
     * What is known beside the catalog.
     *
     * @param ownAccount 12 digits, of the daemon
     * @param policies directory with files of policies, which need not be there
     * @param isBoot whether this machine has started from a device
     * @param safeguards what keeps snapshots from being deleted, asked anew each time that the catalog is read
     */
    public record Machine(
            String ownAccount, Path policies, Predicate<String> isBoot, Supplier<Safeguards> safeguards) {}
}
