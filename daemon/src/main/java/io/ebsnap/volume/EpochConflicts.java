package io.ebsnap.volume;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import java.util.Optional;

/**
 * Says for what an instant of a volume is kept that is in somebody's way. A snapshot that is a part of a copy is nothing that anybody could find: the copy is named.
 *
 * @param catalog with the snapshots
 */
public record EpochConflicts(Catalog catalog) {

    /** What whoever is refused is told. */
    Failure.Conflict of(String volume, String snapshot) {
        Optional<SnapshotRecord> record = catalog.find(CatalogKind.SNAPSHOT, snapshot);
        if (record.isEmpty()) {
            return new Failure.Conflict(
                    "a snapshot or copy of " + volume + " is just beginning or ending", "try again in a moment");
        }
        String copy = record.get().origin().copyVolumeId();
        return copy == null
                ? new Failure.Conflict(
                        snapshot + " of " + volume + " is being taken", "wait for it: ebsnap snapshot wait " + snapshot)
                : copied(volume, copy);
    }

    /** Whether an instant that is kept for a snapshot ends in a moment: that snapshot is completed, or nothing of it is left. */
    boolean isEnding(String snapshot) {
        return catalog.<SnapshotRecord>find(CatalogKind.SNAPSHOT, snapshot)
                .filter(record -> record.state() != SnapshotState.COMPLETED)
                .isEmpty();
    }

    /** What whoever is refused is told of a volume of which a copy is being made. */
    public static Failure.Conflict copied(String volume, String copy) {
        return new Failure.Conflict(
                volume + " is being copied, as " + copy, "wait until that is available: ebsnap volume show " + copy);
    }
}
