package io.ebsnap.cli;

import io.ebsnap.api.FastRestoreProgress;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.VolumeCreationCredits;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fast restore as people see it. */
final class FastRestoreViews {

    private FastRestoreViews() {}

    static Table list(List<FastSnapshotRestore> restores) {
        Table table = Table.of("SNAPSHOT", "ZONE", "STATE", "SINCE", ">IMAGE", "BY", ">CREDITS", "NOW");
        for (FastSnapshotRestore restore : restores) {
            table.row(
                    restore.snapshotId(),
                    restore.availabilityZone(),
                    restore.state(),
                    Human.time(since(restore)),
                    Human.size(restore.imageBytes()),
                    method(restore),
                    credits(restore.credits()),
                    now(restore));
        }
        return table;
    }

    private static @Nullable Instant since(FastSnapshotRestore restore) {
        return Stream.of(
                        restore.enablingTime(),
                        restore.optimizingTime(),
                        restore.enabledTime(),
                        restore.disablingTime(),
                        restore.disabledTime())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static String method(FastSnapshotRestore restore) {
        if (restore.method() == null) {
            return "-";
        }
        return restore.method().equals("pool") ? "pool, " + restore.readyCopies() + " ready" : restore.method();
    }

    private static String credits(@Nullable VolumeCreationCredits credits) {
        return credits == null
                ? "-"
                : String.format(Locale.ROOT, "%.2f of %.2f", credits.balance(), credits.capacity());
    }

    private static String now(FastSnapshotRestore restore) {
        FastRestoreProgress progress = restore.progress();
        if (restore.message() != null) {
            return restore.message();
        }
        if (progress == null) {
            return "-";
        }
        return progress.phase() + " " + Human.size(progress.bytesDone()) + " of " + Human.size(progress.bytesTotal());
    }

    /** How far several are together. */
    static Progress.Moment moment(List<FastSnapshotRestore> restores) {
        FastSnapshotRestore first = restores.stream()
                .filter(restore -> restore.progress() != null)
                .findFirst()
                .orElse(restores.getFirst());
        FastRestoreProgress progress = first.progress();
        String message = first.message() == null ? "" : ", " + first.message();
        if (progress == null) {
            return new Progress.Moment(first.state(), 0, 1, first.snapshotId() + message, null);
        }
        String detail = progress.phase() + " " + Human.size(progress.bytesDone()) + " of "
                + Human.size(progress.bytesTotal()) + ", " + Human.rate(progress.rateBytesPerSecond()) + message;
        return new Progress.Moment(
                first.state(), progress.bytesDone(), Math.max(1, progress.bytesTotal()), detail, progress.etaSeconds());
    }
}
