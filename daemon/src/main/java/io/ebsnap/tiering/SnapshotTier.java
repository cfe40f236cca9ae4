package io.ebsnap.tiering;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.task.Progress;
import java.util.Optional;

/**
 * A snapshot that is or was moved between tiers.
 *
 * @param snapshot whose record has its moves
 * @param moves the same, for convenience
 * @param progress of the move that is running; empty if none is, or it waits
 */
public record SnapshotTier(SnapshotRecord snapshot, Tiering moves, Optional<Progress> progress) {

    /** 0 .. 100, of the last move. */
    public int percent() {
        return switch (moves.lastTieringOperationStatus()) {
            case ARCHIVAL_COMPLETED, TEMPORARY_RESTORE_COMPLETED, PERMANENT_RESTORE_COMPLETED -> 100;
            case ARCHIVAL_IN_PROGRESS, TEMPORARY_RESTORE_IN_PROGRESS, PERMANENT_RESTORE_IN_PROGRESS ->
                progress.map(Progress::percent).orElse(0);
            case ARCHIVAL_FAILED, TEMPORARY_RESTORE_FAILED, PERMANENT_RESTORE_FAILED -> 0;
        };
    }
}
