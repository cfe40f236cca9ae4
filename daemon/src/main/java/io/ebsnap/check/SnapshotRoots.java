package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.LiveChunks;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names what the completed snapshots, the managed volumes that are not hydrated and running restores refer to. The first snapshot of a chain is named whole, each other by what it does not
 * share with the one before: exact, and without memory of its own. Pending snapshots need no roots: their writers' pins hold
 * what they refer to. A record or
 * page that cannot be read ends it with an error, and so does a locked snapshot whose record is not there as it was locked.
 */
final class SnapshotRoots implements LiveChunks {

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
            @Nullable BlockMap before = null;
            List<SnapshotRecord> completed = CompletedSnapshots.all(parts.catalog());
            parts.locks().requireWhole();
            for (SnapshotRecord snapshot : completed) {
                BlockMap map = BlockMap.of(snapshot);
                if (map.domain().equals(domain)) {
                    name(snapshot, before == null ? BlockMap.empty(map.geometry(), domain) : before, keep);
                    before = map;
                }
            }
            for (ManagedVolumeRecord volume : lazyVolumes()) {
                BlockMap map = BlockMap.of(Objects.requireNonNull(volume.origin(), volume.volumeId()));
                if (map.domain().equals(domain)) {
                    diff.forEachNewChunk(before == null ? BlockMap.empty(map.geometry(), domain) : before, map, keep);
                }
            }
            for (BlockMap map : watch.seen()) {
                if (map.domain().equals(domain)) {
                    diff.forEachNewChunk(before == null ? BlockMap.empty(map.geometry(), domain) : before, map, keep);
                }
            }
        }
    }

    private void name(SnapshotRecord snapshot, BlockMap before, Consumer<ChunkId> keep) {
        try {
            diff.forEachNewChunk(before, BlockMap.of(snapshot), keep);
        } catch (Failure.Corrupt e) {
            throw new Failure.Corrupt(
                    "the block map of " + snapshot.snapshotId() + " cannot be read, so nothing is deleted until it is"
                            + " healed or that snapshot is deleted: " + e.getMessage(),
                    e);
        }
    }

    private List<ManagedVolumeRecord> lazyVolumes() {
        try (Stream<ManagedVolumeRecord> volumes = parts.catalog().listComplete(CatalogKind.MANAGED_VOLUME)) {
            return volumes.filter(ManagedVolumeRecord::needsStore).toList();
        }
    }
}
