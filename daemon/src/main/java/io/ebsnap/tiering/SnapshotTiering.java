package io.ebsnap.tiering;

import io.ebsnap.catalog.ArchiveRecord;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ArchiveId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.ArchivePlace;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moves of snapshots between the store and its archive: what is ordered stands in their records, and {@link TieringQueue} does it. */
public final class SnapshotTiering implements TieringService, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTiering.class);

    private final TieringParts parts;
    private final TieringSettings settings;
    private final TieringQueue queue;

    public SnapshotTiering(TieringParts parts, TieringSettings settings) {
        this.parts = parts;
        this.settings = settings;
        this.queue = new TieringQueue(parts, settings);
    }

    /** Goes on with what is in progress, and ends what was wanted back for a time that is over. To be called again and again. */
    public void round() {
        expire();
        queue.kick();
    }

    @Override
    public SnapshotRecord archive(SnapshotId id) {
        requireArchivable(require(id));
        makeArchive();
        parts.archive().place().requireThere();
        SnapshotRecord begun = update(id, old -> {
            requireArchivable(old);
            return old.in(SnapshotRecord.STANDARD, Tiering.archival(now()));
        });
        parts.surroundings().crashPoints().reached("tiering.after-order");
        LOG.info("snapshot={} is being archived", id);
        queue.kick();
        return begun;
    }

    @Override
    public ArchivalPlan plan(SnapshotId id) {
        SnapshotRecord snapshot = require(id);
        requireArchivable(snapshot);
        return new ArchivalEstimate(parts, snapshot).plan();
    }

    @Override
    public SnapshotRecord restore(SnapshotId id, TierRestore order) {
        requireArchived(require(id));
        parts.archive().place().requireThere();
        SnapshotRecord ordered = update(id, old -> ordered(old, order));
        parts.surroundings().crashPoints().reached("tiering.after-order");
        LOG.info(
                "snapshot={} is wanted back {}",
                id,
                order.days().map(days -> "for " + days + " days").orElse("for good"));
        queue.kick();
        return ordered;
    }

    @Override
    public SnapshotRecord cancel(SnapshotId id) {
        SnapshotRecord cancelled = update(id, old -> {
            Tiering moves = Snapshots.underWay(old)
                    .orElseThrow(() -> new Failure.Conflict(id + " is not being moved between tiers"));
            return old.in(old.storageTier(), moves.failed("cancelled on request", now()));
        });
        queue.cancel(id.value());
        return cancelled;
    }

    @Override
    public List<SnapshotTier> list() {
        return snapshots().stream()
                .filter(snapshot -> snapshot.tiering() != null)
                .sorted(SnapshotRecord.BY_START)
                .map(snapshot -> new SnapshotTier(
                        snapshot, Objects.requireNonNull(snapshot.tiering()), queue.progress(snapshot.snapshotId())))
                .toList();
    }

    @Override
    public void requireOldEnough(SnapshotId id) {
        parts.catalog().find(CatalogKind.SNAPSHOT, id.value()).ifPresent(this::requireOldEnough);
    }

    @Override
    public ArchiveStatus status() {
        ArchiveTally tally = new ArchiveTally(snapshots());
        ArchivePlace place = parts.archive().place();
        try (Stream<PackSummary> packs = parts.archive().index().packs()) {
            packs.forEach(tally::add);
        }
        return tally.status(place, archiveId(), settings);
    }

    @Override
    public TaskView collect() {
        parts.archive().place().requireThere();
        return parts.tasks()
                .start(
                        TaskKind.COLLECT_GARBAGE,
                        "the archive",
                        run -> new ArchiveCollection(parts, settings, run).collect());
    }

    /** What is running is cut off, and the next daemon goes on with it. */
    @Override
    public void close() {
        queue.close();
    }

    private SnapshotRecord ordered(SnapshotRecord old, TierRestore order) {
        requireArchived(old);
        Tiering moves = Objects.requireNonNull(old.tiering(), old.snapshotId());
        if (order.days().isEmpty()) {
            if (!order.beforeMinimum()) {
                requireOldEnough(old);
            }
            return old.in(SnapshotRecord.ARCHIVE, moves.wantedForGood(now()));
        }
        int days = order.days().get();
        return old.in(
                SnapshotRecord.ARCHIVE,
                moves.restoreExpiryTime() == null
                        ? moves.wantedFor(days, now())
                        : moves.backUntil(now().plus(days, ChronoUnit.DAYS), now()));
    }

    /** The first snapshot that is archived makes the archive: first the place, then the record; cut off in between, the next one finds the place. */
    private synchronized void makeArchive() {
        ArchivePlace place = parts.archive().place();
        if (place.isMade()) {
            return;
        }
        ArchiveId made = place.make(now());
        parts.surroundings().crashPoints().reached("archive.after-identity");
        parts.catalog().create(CatalogKind.ARCHIVE, new ArchiveRecord(made.hex(), now()));
        place.expect(made);
        LOG.info("archive={} made in {}", made, place.directory().orElse(""));
    }

    private Optional<String> archiveId() {
        return parts.catalog().find(CatalogKind.ARCHIVE, ArchiveRecord.ID).map(ArchiveRecord::archiveId);
    }

    private void expire() {
        Instant now = now();
        snapshots().stream().filter(snapshot -> isOver(snapshot, now)).forEach(snapshot -> {
            SnapshotRecord unused =
                    update(new SnapshotId(snapshot.snapshotId()), old -> isOver(old, now) ? expired(old) : old);
            LOG.info("snapshot={} is in the archive alone again", snapshot.snapshotId());
        });
    }

    private static SnapshotRecord expired(SnapshotRecord old) {
        return old.in(old.storageTier(), Objects.requireNonNull(old.tiering()).expired());
    }

    private static boolean isOver(SnapshotRecord snapshot, Instant now) {
        Tiering moves = snapshot.tiering();
        return moves != null
                && moves.restoreExpiryTime() != null
                && !moves.restoreExpiryTime().isAfter(now)
                && !moves.lastTieringOperationStatus().inProgress();
    }

    private static void requireArchivable(SnapshotRecord snapshot) {
        Snapshots.requireCompleted(snapshot);
        Snapshots.requireAtRest(snapshot);
        if (snapshot.inArchive()) {
            throw new Failure.Conflict(snapshot.snapshotId() + " is archived already");
        }
    }

    private static void requireArchived(SnapshotRecord snapshot) {
        Snapshots.requireCompleted(snapshot);
        Snapshots.requireAtRest(snapshot);
        if (!snapshot.inArchive()) {
            throw new Failure.Conflict(snapshot.snapshotId() + " is not archived");
        }
    }

    private void requireOldEnough(SnapshotRecord snapshot) {
        Tiering moves = snapshot.tiering();
        if (!snapshot.inArchive() || moves == null || moves.archivalCompleteTime() == null) {
            return;
        }
        Instant until = moves.archivalCompleteTime().plus(settings.minimum());
        if (now().isBefore(until)) {
            throw new Failure.Conflict(
                    snapshot.snapshotId() + " was archived at " + moves.archivalCompleteTime()
                            + " and should stay in the archive until " + until,
                    "--before-minimum does it all the same; archive.minimum-days of ebsnapd.conf(5) is the time");
        }
    }

    private SnapshotRecord require(SnapshotId id) {
        return Snapshots.require(parts.catalog(), id.value());
    }

    private SnapshotRecord update(SnapshotId id, UnaryOperator<SnapshotRecord> change) {
        return Snapshots.update(parts.catalog(), id.value(), change);
    }

    private List<SnapshotRecord> snapshots() {
        try (Stream<SnapshotRecord> all = parts.catalog().list(CatalogKind.SNAPSHOT)) {
            return all.toList();
        }
    }

    private Instant now() {
        return parts.surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
