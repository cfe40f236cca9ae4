package io.ebsnap.check;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The completed snapshots, each after the one of its volume that it most likely shares most with. */
final class CompletedSnapshots {

    private static final Comparator<SnapshotRecord> CHAINS = Comparator.comparing(
                    (SnapshotRecord record) -> record.origin().domainId())
            .thenComparing(SnapshotRecord::volumeId)
            .thenComparing(SnapshotRecord::startTime);

    private CompletedSnapshots() {}

    /** All of them: for whoever deletes what they do not need. */
    static List<SnapshotRecord> all(Catalog catalog) {
        try (Stream<SnapshotRecord> records = catalog.listComplete(CatalogKind.SNAPSHOT)) {
            return completed(records);
        }
    }

    /** Those whose records can be read. */
    static List<SnapshotRecord> readable(Catalog catalog) {
        try (Stream<SnapshotRecord> records = catalog.list(CatalogKind.SNAPSHOT)) {
            return completed(records);
        }
    }

    private static List<SnapshotRecord> completed(Stream<SnapshotRecord> records) {
        return records.filter(record -> record.state() == SnapshotState.COMPLETED)
                .sorted(CHAINS)
                .toList();
    }
}
