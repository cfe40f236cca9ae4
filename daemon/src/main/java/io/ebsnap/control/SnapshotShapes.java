package io.ebsnap.control;

import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotOrigin;
import io.ebsnap.api.StageRate;
import io.ebsnap.api.Transfer;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotGroup;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.snapshot.SnapshotProgress;
import io.ebsnap.tracking.ChangeDetection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Snapshots as the protocol shows them. */
final class SnapshotShapes {

    private static final double MILLIS = 1000.0;

    private SnapshotShapes() {}

    static Snapshot snapshot(
            SnapshotRecord record, Optional<SnapshotProgress> progress, UnaryOperator<String> arnOfKey) {
        SnapshotContent content = record.content();
        return new Snapshot(
                record.snapshotId(),
                record.volumeId(),
                state(record.state()),
                record.stateMessage().isEmpty() ? null : record.stateMessage(),
                record.startTime(),
                record.completionTime(),
                percent(record.state(), progress),
                record.ownerId(),
                record.description(),
                Shapes.gibibytes(record.origin().sizeBytes()),
                true,
                arnOfKey.apply(record.kmsKeyId()),
                Shapes.tags(record.tags()),
                record.storageTier(),
                content == null ? null : content.fullSnapshotSizeInBytes(),
                record.tiering() == null ? null : record.tiering().restoreExpiryTime(),
                origin(record),
                transfer(record, progress));
    }

    /** A state in EC2's word. */
    static String state(SnapshotState state) {
        return switch (state) {
            case PENDING -> "pending";
            case COMPLETED -> "completed";
            case ERROR -> "error";
        };
    }

    /** 100 % only when it is completed. */
    static String percent(SnapshotState state, Optional<SnapshotProgress> progress) {
        int percent = state == SnapshotState.COMPLETED
                ? 100
                : Math.min(99, progress.map(SnapshotProgress::percent).orElse(0));
        return percent + "%";
    }

    private static SnapshotOrigin origin(SnapshotRecord record) {
        ChangeDetection detection = ChangeDetection.parse(record.origin().changeDetection());
        SnapshotGroup group = record.origin().group();
        boolean told = detection.tracker() != null;
        return new SnapshotOrigin(
                record.origin().device(),
                record.origin().sizeBytes(),
                record.origin().consistency(),
                record.origin().parentSnapshotId(),
                detection.way().word(),
                detection.tracker(),
                told ? detection.rechecked() : null,
                detection.reason().isEmpty() ? null : detection.reason(),
                group == null ? null : group.snapshotGroupId(),
                group == null ? null : group.heldMillis());
    }

    private static @Nullable Transfer transfer(SnapshotRecord record, Optional<SnapshotProgress> progress) {
        if (record.content() != null) {
            return completed(record.origin().sizeBytes(), record.content());
        }
        return record.state() == SnapshotState.PENDING
                ? progress.map(SnapshotShapes::running).orElse(null)
                : null;
    }

    private static Transfer completed(long sizeBytes, SnapshotContent content) {
        double seconds = content.elapsedMillis() / MILLIS;
        return new Transfer(
                "done",
                sizeBytes,
                sizeBytes,
                bytes(content.blocksRead(), sizeBytes),
                bytes(content.blocksChanged(), sizeBytes),
                content.bytesStored(),
                seconds == 0 ? 0 : (long) (sizeBytes / seconds),
                seconds,
                null,
                List.of());
    }

    /** The last block of a volume may be short. */
    private static long bytes(long blocks, long sizeBytes) {
        return Math.min(sizeBytes, Math.multiplyExact(blocks, (long) VolumeGeometry.BLOCK_BYTES));
    }

    private static Transfer running(SnapshotProgress progress) {
        Duration remaining = progress.remaining();
        return new Transfer(
                progress.phase().word(),
                progress.bytesTotal(),
                progress.bytesDone(),
                progress.bytesRead(),
                progress.bytesChanged(),
                progress.bytesStored(),
                (long) progress.bytesPerSecond(),
                progress.elapsed().toMillis() / MILLIS,
                remaining == null ? null : remaining.toSeconds(),
                progress.stages().stream()
                        .map(stage -> new StageRate(stage.stage(), (long) stage.bytesPerSecond()))
                        .toList());
    }
}
