package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.MapChain;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.LiveChunks;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names what the completed snapshots, the managed volumes that are not hydrated and running restores refer to; of archived snapshots only what the archive does
 * not surely have, which is all of it while the archive is away. Pending snapshots need no roots: their writers' pins, and holds of those that clients
 * write, keep what they refer to. A record or
 * page that cannot be read ends it with an error, and so does a locked snapshot whose record is not there as it was locked.
 */
final class SnapshotRoots implements LiveChunks {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRoots.class);

    private final CheckParts parts;
    private final BlockMapDiff diff;

    SnapshotRoots(CheckParts parts) {
        this.parts = parts;
        this.diff = new BlockMapDiff(parts.pages());
    }

    @Override
    public void forEach(DomainId domain, Consumer<ChunkId> keep) {
        // The order matters: see MapsInUse.
        try (MapsInUse.Watch watch = parts.mapsInUse().watch()) {
            List<SnapshotRecord> snapshots = CompletedSnapshots.all(parts.catalog());
            parts.locks().requireWhole();
            MapChain whole = new MapChain(diff, domain, keep);
            snapshots.stream().filter(SnapshotRecord::needsStandardTier).forEach(whole::add);
            archived(snapshots, domain, keep);
            lazyVolumes(parts.catalog()).forEach(whole::add);
            watch.requireCertain(domain);
            watch.seen().forEach(whole::add);
        }
    }

    private void archived(List<SnapshotRecord> snapshots, DomainId domain, Consumer<ChunkId> keep) {
        List<SnapshotRecord> archived = snapshots.stream()
                .filter(snapshot -> !snapshot.needsStandardTier())
                .toList();
        if (archived.isEmpty()) {
            return;
        }
        Predicate<ChunkId> elsewhere = inArchive();
        MapChain rest = new MapChain(diff, domain, id -> {
            if (!elsewhere.test(id)) {
                keep.accept(id);
            }
        });
        archived.forEach(rest::add);
    }

    /** Nothing is, while nobody can tell. */
    private Predicate<ChunkId> inArchive() {
        try {
            return parts.archive().map(ChunkArchive::certain).orElse(id -> false);
        } catch (Failure.Unavailable e) {
            LOG.warn("what archived snapshots have in the store is kept: {}", e.getMessage());
            return id -> false;
        }
    }

    /** The maps of volumes that still need the store. */
    static List<BlockMap> lazyVolumes(Catalog catalog) {
        try (Stream<ManagedVolumeRecord> volumes = catalog.listComplete(CatalogKind.MANAGED_VOLUME)) {
            return volumes.filter(ManagedVolumeRecord::needsStore)
                    .map(volume -> BlockMap.of(Objects.requireNonNull(volume.origin(), volume.volumeId())))
                    .toList();
        }
    }
}
