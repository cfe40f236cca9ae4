package io.ebsnap.tiering;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.ReferenceFilter;
import io.ebsnap.task.TaskRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * One move of a snapshot. Its content is durable and indexed where it goes before the record says so, and pinned there until then; where it comes from
 * nothing is removed: that is a collection's. So whatever cuts it off, it can be done again, and finds what is there.
 */
final class TieringRun {

    private static final long BLOCK_BYTES = 512 << 10;

    private final TieringParts parts;
    private final TieringSettings settings;
    private final SnapshotRecord snapshot;
    private final TaskRun run;

    TieringRun(TieringParts parts, TieringSettings settings, SnapshotRecord snapshot, TaskRun run) {
        this.parts = parts;
        this.settings = settings;
        this.snapshot = snapshot;
        this.run = run;
    }

    TieringResult perform() {
        Tiering moves = Snapshots.requireUnderWay(snapshot);
        BlockMap map = BlockMap.of(snapshot);
        run.expect("bytes", contentBytes());
        try (MapsInUse.Hold _ =
                parts.mapsInUse().holdRequired(map, () -> Snapshots.require(parts.catalog(), snapshot.snapshotId()))) {
            return switch (moves.lastTieringOperationStatus()) {
                case ARCHIVAL_IN_PROGRESS -> archive(map);
                case TEMPORARY_RESTORE_IN_PROGRESS ->
                    restore(map, old -> old.in(SnapshotRecord.ARCHIVE, backForDays(old)));
                case PERMANENT_RESTORE_IN_PROGRESS ->
                    restore(
                            map,
                            old -> old.in(
                                    SnapshotRecord.STANDARD,
                                    Snapshots.requireUnderWay(old).backForGood(now())));
                case ARCHIVAL_COMPLETED,
                        ARCHIVAL_FAILED,
                        TEMPORARY_RESTORE_COMPLETED,
                        TEMPORARY_RESTORE_FAILED,
                        PERMANENT_RESTORE_COMPLETED,
                        PERMANENT_RESTORE_FAILED -> throw new IllegalStateException(snapshot.snapshotId());
            };
        }
    }

    private TieringResult archive(BlockMap map) {
        run.phase("finding what others need");
        try (ReferenceFilter standard = new StandardReferences(parts).of(map.domain(), any -> false);
                ChunkWriter writer = parts.archive().chunks().openWriter(map.domain(), blocks())) {
            run.phase("archiving");
            TieringResult result = move(map, writer, standard);
            commit(old -> old.in(
                    SnapshotRecord.ARCHIVE,
                    Snapshots.requireUnderWay(old).archived(now(), result.bytesBefore(), result.bytesAfter())));
            return result;
        }
    }

    private TieringResult move(BlockMap map, ChunkWriter writer, ReferenceFilter standard) {
        ChunkMove move = new ChunkMove(parts, settings.threads(), writer, new ChunkMove.Part(run, true, true));
        move.move(List.of(map), id -> !standard.mayContain(id));
        return move.result();
    }

    private TieringResult restore(BlockMap map, UnaryOperator<SnapshotRecord> end) {
        run.phase("restoring");
        try (ChunkWriter writer = parts.chunks().openWriter(map.domain(), blocks())) {
            ChunkMove move = new ChunkMove(parts, settings.threads(), writer, new ChunkMove.Part(run, true, false));
            move.move(List.of(map), any -> true);
            commit(end);
            return move.result();
        }
    }

    private Tiering backForDays(SnapshotRecord record) {
        Tiering moves = Snapshots.requireUnderWay(record);
        int days = Objects.requireNonNull(moves.temporaryRestoreDays(), record.snapshotId());
        return moves.backUntil(now().plus(days, ChronoUnit.DAYS), now());
    }

    private void commit(UnaryOperator<SnapshotRecord> change) {
        parts.surroundings().crashPoints().reached("tiering.after-flush");
        SnapshotRecord unused = Snapshots.update(parts.catalog(), snapshot.snapshotId(), change);
        parts.surroundings().crashPoints().reached("tiering.after-record");
    }

    private long contentBytes() {
        SnapshotContent content = snapshot.content();
        return content == null ? 0 : content.fullSnapshotSizeInBytes();
    }

    private long blocks() {
        return contentBytes() / BLOCK_BYTES + 1;
    }

    private Instant now() {
        return parts.surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
