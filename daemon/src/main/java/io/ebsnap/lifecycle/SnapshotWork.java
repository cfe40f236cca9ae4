package io.ebsnap.lifecycle;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageStates;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.Deletion.Outcome;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotService;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots, or makes images, marks and deletes them, by the services that people do it by.
 *
 * @param parts with what
 * @param world that it was planned in
 */
record SnapshotWork(LifecycleParts parts, World world) {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWork.class);
    private static final int DESCRIPTION_LENGTH_MAX = 255;

    /** A snapshot whose hooks fail is better than none where the policy says so. */
    String create(Take take) {
        PolicyHooks hooks = take.policy().hooks();
        try {
            return create(take, hooks, "");
        } catch (Failure.Conflict e) {
            if (hooks.isNone() || hooks.skipOnFailure()) {
                throw e;
            }
            LOG.warn(
                    "policy={} volume={} goes on without its hooks: {}",
                    take.policy().id(),
                    take.volume().id(),
                    e.getMessage());
            return create(take, PolicyHooks.NONE, ", without its hooks, which failed");
        }
    }

    private String create(Take take, PolicyHooks hooks, String remark) {
        if (take.policy().images()) {
            return parts.images()
                    .create(
                            new ImageNaming(take, world.volumes()).order(hooks, description(take, remark)),
                            take.policy().ward());
        }
        SnapshotService snapshots = parts.snapshots().apply(take.policy().ward());
        return snapshots.create(order(take, hooks, remark)).getFirst().snapshotId();
    }

    private static String description(Take take, String remark) {
        String description = "Made by policy " + take.policy().name() + " for " + take.names() + remark;
        return description.length() <= DESCRIPTION_LENGTH_MAX
                ? description
                : description.substring(0, DESCRIPTION_LENGTH_MAX);
    }

    private static SnapshotOrder order(Take take, PolicyHooks hooks, String remark) {
        return new SnapshotOrder(
                List.of(take.volume().id()),
                description(take, remark),
                take.tags(),
                false,
                Optional.empty(),
                hooks.before(),
                hooks.after(),
                null,
                null,
                null,
                new SnapshotOrder.Standing(take.marks().tags(), hooks.timeout()));
    }

    /** Does what is to be done with one; returns what came of it, or nothing. */
    String carryOut(Duty duty) {
        Ward ward = duty.policy().ward();
        if (duty.snapshot().isImage()) {
            parts.images().deprecate(new ImageId(duty.snapshot().id()), ward);
            return "";
        }
        return parts.followUps()
                .carryOut(duty.followUp(), new SnapshotId(duty.snapshot().id()), ward);
    }

    /** Notes on one that something was done with it. */
    void note(Duty duty) {
        String id = duty.snapshot().id();
        if (duty.snapshot().isImage()) {
            ImageRecord unused = parts.catalog()
                    .update(
                            CatalogKind.IMAGE,
                            id,
                            old -> old.tagged(
                                    Marks.of(old.tags()).with(duty.word()).in(old.tags())));
        } else {
            SnapshotRecord unused = parts.catalog()
                    .update(
                            CatalogKind.SNAPSHOT,
                            id,
                            old -> old.labelled(
                                    old.description(),
                                    Marks.of(old.tags()).with(duty.word()).in(old.tags())));
        }
    }

    /** Whether one is completed still. */
    boolean isCompleted(SnapshotFacts facts) {
        if (facts.isImage()) {
            return parts.catalog()
                    .find(CatalogKind.IMAGE, facts.id())
                    .map(new ImageStates(parts.catalog())::seen)
                    .filter(image -> image.visible()
                            && (image.state() == ImageState.AVAILABLE || image.state() == ImageState.DISABLED))
                    .isPresent();
        }
        return parts.catalog()
                .find(CatalogKind.SNAPSHOT, facts.id())
                .filter(record -> record.state() == SnapshotState.COMPLETED && record.visible())
                .isPresent();
    }

    /** What came of a deletion. */
    record Removal(Outcome outcome, String message) {}

    /** Deletes one. */
    Removal delete(SnapshotFacts facts, Ward ward) {
        if (!facts.isImage()) {
            Deletion deletion = parts.snapshots()
                    .apply(ward)
                    .delete(List.of(new SnapshotId(facts.id())))
                    .getFirst();
            return new Removal(deletion.outcome(), deletion.message());
        }
        try {
            parts.images().deregister(new ImageId(facts.id()), ward);
            return new Removal(Outcome.DELETED, "");
        } catch (Failure.NotFound e) {
            return new Removal(Outcome.NOT_FOUND, "");
        } catch (Failure e) {
            return new Removal(Outcome.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
