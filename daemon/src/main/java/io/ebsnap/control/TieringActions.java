package io.ebsnap.control;

import io.ebsnap.api.Archive;
import io.ebsnap.api.Done;
import io.ebsnap.api.ModifiedSnapshotTier;
import io.ebsnap.api.RestoredSnapshotTier;
import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.SnapshotArchivalPlan;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.SnapshotTierStatusList;
import io.ebsnap.api.TieringRequest;
import io.ebsnap.api.TieringRequest.CancelSnapshotTiering;
import io.ebsnap.api.TieringRequest.CollectArchive;
import io.ebsnap.api.TieringRequest.DescribeArchive;
import io.ebsnap.api.TieringRequest.DescribeSnapshotArchival;
import io.ebsnap.api.TieringRequest.DescribeSnapshotTierStatus;
import io.ebsnap.api.TieringRequest.ModifySnapshotTier;
import io.ebsnap.api.TieringRequest.RestoreSnapshotTier;
import io.ebsnap.api.TieringRequest.VerifyArchive;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.Progress;
import io.ebsnap.tiering.ArchivalPlan;
import io.ebsnap.tiering.ArchiveStatus;
import io.ebsnap.tiering.SnapshotTier;
import io.ebsnap.tiering.TierRestore;
import io.ebsnap.tiering.TieringService;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The actions about the archive, and moves between the tiers. */
final class TieringActions {

    private final TieringService tiering;
    private final StoreMaintenance store;

    TieringActions(TieringService tiering, StoreMaintenance store) {
        this.tiering = tiering;
        this.store = store;
    }

    Record handle(TieringRequest<?> request) {
        return switch (request) {
            case ModifySnapshotTier modify -> modify(modify);
            case RestoreSnapshotTier restore -> restore(restore);
            case CancelSnapshotTiering cancel -> cancel(cancel);
            case DescribeSnapshotTierStatus describe -> describe(describe);
            case DescribeSnapshotArchival describe -> plan(tiering.plan(Shapes.snapshotId(describe.snapshotId())));
            case DescribeArchive describe ->
                archive(tiering.status(), store.archiveScrubStatus().map(StoreActions::scrub));
            case VerifyArchive verify -> TaskShapes.started(store.verifyArchive(StoreActions.sample(verify.sample())));
            case CollectArchive collect -> TaskShapes.started(tiering.collect());
        };
    }

    private ModifiedSnapshotTier modify(ModifySnapshotTier request) {
        String tier = request.storageTier();
        if (tier != null && !tier.equals(SnapshotRecord.ARCHIVE)) {
            throw new Failure.Invalid(
                    "a snapshot cannot be moved into the tier '" + tier + "'",
                    "archive is the only one; RestoreSnapshotTier brings it back");
        }
        SnapshotRecord begun = tiering.archive(Shapes.snapshotId(request.snapshotId()));
        return new ModifiedSnapshotTier(begun.snapshotId(), moves(begun).lastTieringStartTime());
    }

    private RestoredSnapshotTier restore(RestoreSnapshotTier request) {
        Integer days = request.temporaryRestoreDays();
        if (request.permanentRestore() == (days != null)) {
            throw new Failure.Invalid(
                    "a snapshot comes back either for some days or for good",
                    "either TemporaryRestoreDays or PermanentRestore");
        }
        SnapshotRecord ordered = tiering.restore(
                Shapes.snapshotId(request.snapshotId()),
                new TierRestore(Optional.ofNullable(days), request.beforeMinimumArchivePeriod()));
        return new RestoredSnapshotTier(
                ordered.snapshotId(), moves(ordered).lastTieringStartTime(), days, request.permanentRestore());
    }

    private Done cancel(CancelSnapshotTiering request) {
        SnapshotRecord unused = tiering.cancel(Shapes.snapshotId(request.snapshotId()));
        return new Done(true);
    }

    private SnapshotTierStatusList describe(DescribeSnapshotTierStatus request) {
        List<SnapshotTierStatus> all =
                tiering.list().stream().map(TieringActions::shape).toList();
        Pages.Part<SnapshotTierStatus> part =
                Pages.cut(Filters.tiers(all, request.filters()), status -> status.snapshotId(), request.page());
        return new SnapshotTierStatusList(part.items(), part.nextToken());
    }

    private static SnapshotTierStatus shape(SnapshotTier tier) {
        SnapshotRecord snapshot = tier.snapshot();
        Tiering moves = tier.moves();
        return new SnapshotTierStatus(
                snapshot.snapshotId(),
                snapshot.volumeId(),
                "completed",
                snapshot.ownerId(),
                Shapes.tags(snapshot.tags()),
                snapshot.storageTier(),
                moves.lastTieringStartTime(),
                tier.percent(),
                moves.lastTieringOperationStatus().word(),
                orNull(moves.lastTieringOperationStatusDetail()),
                moves.archivalCompleteTime(),
                moves.restoreExpiryTime(),
                moves.bytesBefore(),
                moves.bytesAfter(),
                tier.progress()
                        .map(Progress::remaining)
                        .map(left -> left.toSeconds())
                        .orElse(null));
    }

    private static SnapshotArchivalPlan plan(ArchivalPlan plan) {
        return new SnapshotArchivalPlan(
                plan.snapshotId(),
                plan.plainBytes(),
                plan.storedBytes(),
                plan.archivedBytes(),
                plan.sharedBytes(),
                plan.alreadyBytes());
    }

    private static Archive archive(ArchiveStatus status, Optional<ScrubStatus> scrub) {
        boolean available = status.state() == ArchiveStatus.State.AVAILABLE;
        return new Archive(
                status.directory().orElse(null),
                status.archiveId().orElse(null),
                status.state().word(),
                orNull(status.message()),
                status.packs(),
                status.packBytes(),
                available ? status.freeBytes() : null,
                status.snapshots(),
                status.restored(),
                status.moving(),
                status.bytesBefore(),
                status.bytesAfter(),
                status.minimum().toDays(),
                status.level(),
                scrub.map(ScrubStatus::verifiedPercent).orElse(null),
                scrub.map(ScrubStatus::verifiedDays).orElse(null),
                scrub.map(ScrubStatus::oldestTime).orElse(null));
    }

    private static Tiering moves(SnapshotRecord snapshot) {
        return Objects.requireNonNull(snapshot.tiering(), snapshot.snapshotId());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
