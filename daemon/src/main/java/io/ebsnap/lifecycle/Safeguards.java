package io.ebsnap.lifecycle;

import io.ebsnap.catalog.SnapshotRecord;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What beyond policies keeps snapshots, as it is at one moment.
 *
 * @param protections of a snapshot
 * @param verified whether all of a snapshot's content was read and found sound since it was completed
 */
public record Safeguards(Function<SnapshotRecord, List<Protection>> protections, Predicate<SnapshotRecord> verified) {

    /** None. */
    public static final Safeguards NONE = new Safeguards(snapshot -> List.of(), snapshot -> false);
}
