package io.ebsnap.snapshot;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.tracking.ChangeDetection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The snapshots' records, and the changes that their life makes to them. Safe for use by several threads. */
final class SnapshotRecords {

    private static final int MESSAGE_LENGTH_MAX = 2_000;

    private final Catalog catalog;
    private final InstantSource clock;

    SnapshotRecords(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    Optional<SnapshotRecord> find(String id) {
        return catalog.find(CatalogKind.SNAPSHOT, id);
    }

    /** One that can be seen and used. */
    SnapshotRecord require(String id) {
        return find(id).filter(SnapshotRecord::visible).orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }

    /** Those that a condition holds for, in the order of their start times. */
    List<SnapshotRecord> list(Predicate<SnapshotRecord> condition) {
        try (Stream<SnapshotRecord> all = catalog.list(CatalogKind.SNAPSHOT)) {
            return all.filter(condition).sorted(SnapshotRecord.BY_START).toList();
        }
    }

    /** In the order of how far from an instant they were begun. */
    static Comparator<SnapshotRecord> nearestTo(Instant instant) {
        return Comparator.comparingLong(record -> Math.abs(record.startTime().toEpochMilli() - instant.toEpochMilli()));
    }

    /** The domain of what is sealed under a key; one that nothing was sealed under yet has none. */
    Optional<DomainId> domainUnder(KeyId key) {
        return list(record -> record.kmsKeyId().equals(key.toString())).stream()
                .findFirst()
                .map(record -> DomainId.parse(record.origin().domainId()));
    }

    /** The latest completed snapshot of the same volume under the same key; empty for the first, and for a copy. */
    Optional<SnapshotRecord> parentOf(SnapshotRecord child) {
        if (child.origin().copied()) {
            return Optional.empty();
        }
        return list(other -> other.state() == SnapshotState.COMPLETED
                        && other.origin().copyVolumeId() == null
                        && other.volumeId().equals(child.volumeId())
                        && other.origin().domainId().equals(child.origin().domainId())
                        && !other.startTime().isAfter(child.startTime()))
                .stream()
                .max(SnapshotRecord.BY_START);
    }

    void create(SnapshotRecord pending) {
        catalog.create(CatalogKind.SNAPSHOT, pending);
    }

    /** The commit: from now on the snapshot exists. */
    SnapshotRecord complete(String id, @Nullable String parent, SnapshotContent content, ChangeDetection detection) {
        return catalog.update(CatalogKind.SNAPSHOT, id, old -> {
            requirePending(old);
            SnapshotOrigin origin = compared(old.origin(), parent, detection.text());
            return ended(old, SnapshotState.COMPLETED, "", content, origin);
        });
    }

    /** A pending record as it is when its snapshot is completed without anything being compared with a parent. */
    SnapshotRecord completed(SnapshotRecord pending, SnapshotContent content, String changeDetection) {
        return ended(pending, SnapshotState.COMPLETED, "", content, compared(pending.origin(), null, changeDetection));
    }

    /** The snapshot failed, for good. */
    SnapshotRecord fail(String id, String why) {
        return catalog.update(CatalogKind.SNAPSHOT, id, old -> {
            requirePending(old);
            return failed(old, why);
        });
    }

    /** Another snapshot of the same instant failed, and this one with it, though it may be completed. */
    SnapshotRecord ruin(String id, String why) {
        return catalog.update(CatalogKind.SNAPSHOT, id, old -> ruined(old, why));
    }

    /** A record as it is when its snapshot fails now; one that has ended stays as it is. */
    SnapshotRecord failed(SnapshotRecord old, String why) {
        return old.state() == SnapshotState.PENDING ? inError(old, why) : old;
    }

    /** A record as it is when another of the same instant fails now. */
    SnapshotRecord ruined(SnapshotRecord old, String why) {
        return old.state() == SnapshotState.ERROR ? old : inError(old, why);
    }

    private SnapshotRecord inError(SnapshotRecord old, String why) {
        String message = why.length() <= MESSAGE_LENGTH_MAX ? why : why.substring(0, MESSAGE_LENGTH_MAX);
        return ended(old, SnapshotState.ERROR, message, null, withoutArtifact(old.origin()));
    }

    /** It was deleted, and is in the recycle bin. */
    void recycle(String id, RecycleBinStay stay) {
        SnapshotRecord unused =
                catalog.update(CatalogKind.SNAPSHOT, id, old -> old.recycleBin() == null ? old.recycled(stay) : old);
    }

    boolean delete(String id) {
        boolean deleted = catalog.delete(CatalogKind.SNAPSHOT, id);
        // What was learnt of it goes with it; if a crash keeps it from that, it is small and never found again.
        catalog.delete(CatalogKind.FIRST_TOUCH, id);
        return deleted;
    }

    /** Now, as records have it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void requirePending(SnapshotRecord record) {
        if (record.state() != SnapshotState.PENDING) {
            throw new Failure.Conflict(record.snapshotId() + " is not pending");
        }
    }

    private SnapshotRecord ended(
            SnapshotRecord old,
            SnapshotState state,
            String message,
            @Nullable SnapshotContent content,
            SnapshotOrigin origin) {
        return new SnapshotRecord(
                old.snapshotId(),
                old.volumeId(),
                state,
                message,
                old.startTime(),
                now(),
                old.ownerId(),
                old.description(),
                old.tags(),
                old.storageTier(),
                old.kmsKeyId(),
                content,
                origin,
                old.createVolumePermission());
    }

    private static SnapshotOrigin compared(SnapshotOrigin old, @Nullable String parent, String changeDetection) {
        return new SnapshotOrigin(
                old.device(),
                old.sizeBytes(),
                old.consistency(),
                null,
                old.domainId(),
                parent,
                changeDetection,
                old.distant(),
                old.group(),
                old.upload(),
                old.copyVolumeId());
    }

    private static SnapshotOrigin withoutArtifact(SnapshotOrigin old) {
        return compared(old, old.parentSnapshotId(), old.changeDetection());
    }
}
