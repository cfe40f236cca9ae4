package io.ebsnap.tiering;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.failure.Failure;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Records of snapshots, and the changes that moves make to them. */
final class Snapshots {

    private static final int DETAIL_LENGTH_MAX = 2_000;

    private Snapshots() {}

    static SnapshotRecord require(Catalog catalog, String id) {
        return catalog.find(CatalogKind.SNAPSHOT, id).orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }

    static SnapshotRecord update(Catalog catalog, String id, UnaryOperator<SnapshotRecord> change) {
        return catalog.update(CatalogKind.SNAPSHOT, id, change);
    }

    /** The moves of a snapshot that is being moved. */
    static Optional<Tiering> underWay(SnapshotRecord snapshot) {
        return Optional.ofNullable(snapshot.tiering())
                .filter(moves -> moves.lastTieringOperationStatus().inProgress());
    }

    /** The moves of a snapshot that must still be under way when they end. */
    static Tiering requireUnderWay(SnapshotRecord snapshot) {
        return underWay(snapshot)
                .orElseThrow(() -> new Failure.Conflict(snapshot.snapshotId() + " is not being moved any more"));
    }

    static void requireCompleted(SnapshotRecord snapshot) {
        if (snapshot.state() != SnapshotState.COMPLETED) {
            throw new Failure.Conflict(snapshot.snapshotId() + " is not completed");
        }
    }

    static void requireAtRest(SnapshotRecord snapshot) {
        underWay(snapshot).ifPresent(moves -> {
            throw new Failure.Conflict(
                    snapshot.snapshotId() + ": "
                            + moves.lastTieringOperationStatus().word(),
                    "wait for its end, or end it: ebsnap snapshot archive --cancel");
        });
    }

    static String cut(String detail) {
        return detail.length() <= DETAIL_LENGTH_MAX ? detail : detail.substring(0, DETAIL_LENGTH_MAX);
    }
}
