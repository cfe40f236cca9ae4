package io.ebsnap.snapshot;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Of which volumes somebody was wrong who told what changed: durable, until a person has seen to it. Safe for use by several threads. */
final class Contradictions {

    private static final Logger LOG = LoggerFactory.getLogger(Contradictions.class);

    private final Catalog catalog;
    private final InstantSource clock;

    Contradictions(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Notes a lie that a snapshot has found. Where that cannot be written down, the log and the snapshot's record have it all the same. */
    synchronized void record(SnapshotRecord finder, Contradiction lie) {
        lie.block()
                .ifPresent(block -> write(new ContradictionRecord(
                        finder.volumeId(),
                        lie.tracker(),
                        block,
                        finder.snapshotId(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS))));
    }

    private void write(ContradictionRecord found) {
        try {
            if (catalog.find(CatalogKind.CONTRADICTION, found.volumeId()).isPresent()) {
                ContradictionRecord unused = catalog.update(CatalogKind.CONTRADICTION, found.volumeId(), _ -> found);
            } else {
                catalog.create(CatalogKind.CONTRADICTION, found);
            }
        } catch (Failure e) {
            LOG.error("volume={} what was found cannot be recorded: {}", found.volumeId(), e.getMessage());
        }
    }

    /** All of them, the oldest first. */
    List<ContradictionRecord> list() {
        try (Stream<ContradictionRecord> all = catalog.list(CatalogKind.CONTRADICTION)) {
            return all.sorted(Comparator.comparing(ContradictionRecord::found)).toList();
        }
    }

    /** A person has seen to a volume's. */
    synchronized void settle(String volumeId) {
        boolean unused = catalog.delete(CatalogKind.CONTRADICTION, volumeId);
    }
}
