package io.ebsnap.cli;

import io.ebsnap.api.Archive;
import io.ebsnap.api.SnapshotArchivalPlan;
import io.ebsnap.api.SnapshotTierStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The archive, and moves between the tiers, as people see them. */
final class TierViews {

    private TierViews() {}

    static Table list(List<SnapshotTierStatus> statuses) {
        Table table = Table.of(
                "SNAPSHOT", "TIER", "LAST MOVE", ">DONE", "SINCE", "BACK UNTIL", ">BEFORE", ">AFTER", ">SAVED");
        for (SnapshotTierStatus status : statuses) {
            boolean counted = status.bytesBefore() > 0;
            table.row(
                    status.snapshotId(),
                    status.storageTier(),
                    status.lastTieringOperationStatus(),
                    status.lastTieringProgress() + "%",
                    Human.time(status.lastTieringStartTime()),
                    Human.time(status.restoreExpiryTime()),
                    counted ? Human.size(status.bytesBefore()) : "-",
                    counted ? Human.size(status.bytesAfter()) : "-",
                    counted ? share(status.bytesBefore(), status.bytesAfter()) : "-");
        }
        return table;
    }

    static Table plan(SnapshotArchivalPlan plan) {
        Table table = Table.pairs()
                .row("snapshot", plan.snapshotId())
                .row("content to be moved", Human.size(plan.bytesMoved()))
                .row("takes in the store", Human.size(plan.storedBytes()))
                .row(
                        "would take in the archive",
                        "about " + Human.size(plan.archivedBytes()) + ", "
                                + share(plan.storedBytes(), plan.archivedBytes()) + " less")
                .row("stays for other snapshots", Human.size(plan.sharedStoredBytes()));
        if (plan.archivedStoredBytes() > 0) {
            table.row("is in the archive already", Human.size(plan.archivedStoredBytes()));
        }
        return table;
    }

    static Table archive(Archive archive) {
        Table table = Table.pairs()
                .row("directory", orDash(archive.directory()))
                .row("archive", orDash(archive.archiveId()))
                .row(
                        "state",
                        archive.stateMessage() == null
                                ? archive.state()
                                : archive.state() + ": " + archive.stateMessage())
                .row("packs", Human.count(archive.packs()) + ", " + Human.size(archive.packBytes()))
                .row("snapshots", snapshots(archive));
        if (archive.bytesBefore() > 0) {
            table.row(
                    "saved",
                    Human.size(archive.bytesBefore() - archive.bytesAfter()) + " of "
                            + Human.size(archive.bytesBefore()) + ", "
                            + share(archive.bytesBefore(), archive.bytesAfter()));
        }
        if (archive.verifiedPercent() != null) {
            table.row(
                    "verified",
                    StoreViews.verified(
                            archive.verifiedPercent(), archive.verifiedDays(), archive.oldestVerificationTime()));
        }
        return table.row("stay", Human.count(archive.minimumDays()) + " days at least")
                .row("compression", "zstd, level " + archive.compressionLevel())
                .row("free space", Human.size(archive.freeBytes()));
    }

    /** How far a move is. */
    static Progress.Moment moment(SnapshotTierStatus status) {
        return new Progress.Moment(
                status.lastTieringOperationStatus(),
                status.lastTieringProgress(),
                100,
                status.snapshotId(),
                status.etaSeconds());
    }

    private static String snapshots(Archive archive) {
        String back = archive.snapshotsRestored() == 0
                ? ""
                : ", " + Human.count(archive.snapshotsRestored()) + " of them in the store too";
        String moving =
                archive.snapshotsMoving() == 0 ? "" : ", " + Human.count(archive.snapshotsMoving()) + " being moved";
        return Human.count(archive.snapshots()) + back + moving;
    }

    private static String share(long before, long after) {
        return before == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * (before - after) / before);
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
