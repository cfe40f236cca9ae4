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

    static List<SnapshotRecord> of(Catalog catalog) {
        try (Stream<SnapshotRecord> all = catalog.list(CatalogKind.SNAPSHOT)) {
            return all.filter(record -> record.state() == SnapshotState.COMPLETED)
                    .sorted(CHAINS)
                    .toList();
        }
    }
}
