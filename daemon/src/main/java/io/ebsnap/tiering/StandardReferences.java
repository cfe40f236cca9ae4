package io.ebsnap.tiering;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.MapChain;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.chunk.ReferenceFilter;
import io.ebsnap.identity.DomainId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds out what snapshots that stay in the store refer to. Only that decides what is worth moving: nothing is lost if it is wrong. What it misses is in both
 * tiers, and what it wrongly names is moved by a later collection of the archive.
 */
final class StandardReferences {

    private static final Comparator<SnapshotRecord> CHAINS =
            Comparator.comparing(SnapshotRecord::volumeId).thenComparing(SnapshotRecord::startTime);

    private final TieringParts parts;

    StandardReferences(TieringParts parts) {
        this.parts = parts;
    }

    /** All that the standard snapshots of a domain refer to, but for those that a condition holds for or that are on their way into the archive; to be closed. */
    ReferenceFilter of(DomainId domain, Predicate<SnapshotRecord> isExcepted) {
        ReferenceFilter references = parts.chunks().newReferences();
        try {
            MapChain chain = new MapChain(new BlockMapDiff(parts.pages()), domain, references::add);
            snapshots(snapshot -> !snapshot.inArchive() && !snapshot.onItsWayToArchive() && !isExcepted.test(snapshot))
                    .forEach(chain::add);
            return references;
        } catch (RuntimeException | Error e) {
            references.close();
            throw e;
        }
    }

    /** The completed snapshots that a condition holds for, neighbours of one volume behind each other. */
    List<SnapshotRecord> snapshots(Predicate<SnapshotRecord> condition) {
        try (Stream<SnapshotRecord> all = parts.catalog().list(CatalogKind.SNAPSHOT)) {
            return all.filter(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
                    .filter(condition)
                    .sorted(CHAINS)
                    .toList();
        }
    }

    /** The domain of a snapshot. */
    static DomainId domainOf(SnapshotRecord snapshot) {
        return BlockMap.of(snapshot).domain();
    }
}
