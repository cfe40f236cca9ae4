package io.ebsnap.cli;

import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotCopyPlan;
import io.ebsnap.api.SnapshotOrigin;
import io.ebsnap.api.SnapshotSize;
import io.ebsnap.api.SnapshotSizeList;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.StageRate;
import io.ebsnap.api.Transfer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Snapshots as people see them. */
final class SnapshotViews {

    private SnapshotViews() {}

    static Table list(List<Snapshot> snapshots) {
        Table table = Table.of(
                "SNAPSHOT",
                "VOLUME",
                "STATE",
                ">DONE",
                "TAKEN",
                ">FULL",
                ">CHANGED",
                ">STORED",
                "CONSISTENCY",
                "DESCRIPTION");
        for (Snapshot snapshot : snapshots) {
            Transfer transfer = snapshot.transfer();
            table.row(
                    snapshot.snapshotId(),
                    snapshot.volumeId(),
                    snapshot.state(),
                    snapshot.progress(),
                    Human.time(snapshot.startTime()),
                    Human.size(snapshot.fullSnapshotSizeInBytes()),
                    transfer == null ? "-" : Human.size(transfer.bytesChanged()),
                    transfer == null ? "-" : Human.size(transfer.bytesStored()),
                    snapshot.origin().consistency(),
                    snapshot.description());
        }
        return table;
    }

    static Table one(Snapshot snapshot) {
        Table table = Table.pairs()
                .row("snapshot", snapshot.snapshotId())
                .row("volume", snapshot.volumeId())
                .row("state", snapshot.state() + ", " + snapshot.progress());
        if (snapshot.stateMessage() != null && !snapshot.stateMessage().isEmpty()) {
            table.row("reason", snapshot.stateMessage());
        }
        if (!snapshot.storageTier().equals("standard")) {
            table.row("tier", tier(snapshot));
        }
        String group = snapshot.origin().snapshotGroupId();
        if (group != null) {
            table.row(
                    "group",
                    group + ", writers were held for " + snapshot.origin().writersHeldMillis() + " ms");
        }
        table.row("taken", Human.time(snapshot.startTime()))
                .row("ended", Human.time(snapshot.completionTime()))
                .row("device", snapshot.origin().device())
                .row("volume size", Human.size(snapshot.origin().volumeSizeInBytes()))
                .row("consistency", snapshot.origin().consistency())
                .row("parent", orDash(snapshot.origin().parentSnapshotId()))
                .row("detection", detection(snapshot.origin()))
                .row("full size", Human.size(snapshot.fullSnapshotSizeInBytes()));
        addTransfer(table, snapshot.transfer());
        if (snapshot.lock() != null) {
            table.row("lock", LockViews.words(snapshot.lock()));
        }
        return table.row("key", snapshot.kmsKeyId())
                .row("description", snapshot.description())
                .row("tags", Human.tags(snapshot.tags()));
    }

    private static String tier(Snapshot snapshot) {
        return snapshot.restoreExpiryTime() == null
                ? snapshot.storageTier()
                : snapshot.storageTier() + ", in the store too until " + Human.time(snapshot.restoreExpiryTime());
    }

    /** How it was found out what changed: {@code exact by reflink, 64 blocks rechecked}, {@code full: it is the first snapshot}. */
    private static String detection(SnapshotOrigin origin) {
        String by = origin.changeTracker() == null ? "" : " by " + origin.changeTracker();
        String rechecked =
                origin.blocksRechecked() == null ? "" : ", " + origin.blocksRechecked() + " blocks rechecked";
        String reason = origin.changeDetectionReason() == null ? "" : ": " + origin.changeDetectionReason();
        return origin.changeDetection() + by + rechecked + reason;
    }

    private static void addTransfer(Table table, @Nullable Transfer transfer) {
        if (transfer == null) {
            return;
        }
        table.row("read", Human.size(transfer.bytesRead()))
                .row("changed", Human.size(transfer.bytesChanged()))
                .row("stored", Human.size(transfer.bytesStored()))
                .row("time", Human.duration(transfer.elapsedSeconds()))
                .row("rate", Human.rate(transfer.rateBytesPerSecond()));
        if (!transfer.stageRates().isEmpty()) {
            table.row("stages", stages(transfer.stageRates()));
        }
    }

    private static String stages(List<StageRate> rates) {
        return rates.stream()
                .map(rate -> rate.stage() + " " + Human.rate(rate.bytesPerSecond()))
                .collect(Collectors.joining(", "));
    }

    static Table sizes(SnapshotSizeList sizes) {
        Table table = Table.of("SNAPSHOT", ">FULL", ">(STORED)", ">UNIQUE", ">(STORED)", ">SHARED", ">(STORED)");
        for (SnapshotSize size : sizes.snapshotSizes()) {
            table.row(
                    size.snapshotId(),
                    Human.size(size.fullSnapshotSizeInBytes()),
                    Human.size(size.fullStoredBytes()),
                    Human.size(size.uniqueBytes()),
                    Human.size(size.uniqueStoredBytes()),
                    Human.size(size.sharedBytes()),
                    Human.size(size.sharedStoredBytes()));
        }
        return table;
    }

    /** What a copy will take. */
    static Table plan(SnapshotCopyPlan plan) {
        return Table.pairs()
                .row("snapshot", plan.sourceSnapshotId())
                .row("key", plan.kmsKeyId())
                .row("shares", plan.sharesSource() ? "everything" : orDash(plan.baseSnapshotId()))
                .row("seals", Human.size(plan.bytesToSeal()));
    }

    /** The same in one line. */
    static String sentence(SnapshotCopyPlan plan) {
        if (plan.sharesSource()) {
            return plan.sourceSnapshotId() + ": the copy is under the same key, and shares everything";
        }
        String shared = plan.incremental() ? ", the rest is that of " + plan.baseSnapshotId() : "";
        return plan.sourceSnapshotId() + ": " + Human.size(plan.bytesToSeal()) + " to be sealed anew" + shared;
    }

    /** What deleting all of them would free, in one line. */
    static String freed(SnapshotSizeList sizes) {
        return "deleting " + (sizes.snapshotSizes().size() == 1 ? "it" : "them together") + " frees "
                + Human.size(sizes.freedOnDeleteBytes()) + " of content, "
                + Human.size(sizes.freedOnDeleteStoredBytes()) + " as stored";
    }

    /** That sizes are no exact ones, in one line; empty if they are. */
    static Optional<String> estimate(List<SnapshotSize> sizes) {
        double error =
                sizes.stream().mapToDouble(SnapshotSize::relativeError).max().orElse(0);
        return error == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "a sample was counted: the standard error is %.2f %% of the full size",
                        100 * error));
    }

    static Table tree(List<SnapshotForest.Line> lines) {
        Table table = Table.of(
                "SNAPSHOT",
                "VOLUME",
                "STATE",
                "TAKEN",
                ">FULL",
                ">WRITTEN",
                ">STORED",
                ">UNIQUE",
                ">SHARED",
                "DESCRIPTION");
        for (SnapshotForest.Line line : lines) {
            SnapshotTreeEntry snapshot = line.snapshot();
            SnapshotSize size = snapshot.sizes();
            table.row(
                    line.prefix() + snapshot.snapshotId(),
                    snapshot.volumeId(),
                    snapshot.state(),
                    Human.time(snapshot.startTime()),
                    size == null ? "-" : Human.size(size.fullSnapshotSizeInBytes()),
                    Human.size(snapshot.writtenBytes()),
                    size == null ? "-" : Human.size(size.fullStoredBytes()),
                    size == null ? "-" : Human.size(size.uniqueStoredBytes()),
                    size == null ? "-" : Human.size(size.sharedStoredBytes()),
                    snapshot.description());
        }
        return table;
    }

    /** What became of a snapshot, in one line. */
    static String outcome(Snapshot snapshot) {
        Transfer transfer = snapshot.transfer();
        String amounts = transfer == null
                ? ""
                : ": " + Human.size(transfer.bytesRead()) + " read, " + Human.size(transfer.bytesChanged())
                        + " changed, "
                        + Human.size(transfer.bytesStored()) + " stored in " + Human.duration(transfer.elapsedSeconds())
                        + " (" + Human.rate(transfer.rateBytesPerSecond()) + ")";
        return snapshot.snapshotId() + " " + snapshot.state() + amounts;
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
