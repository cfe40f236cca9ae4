package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.MapChain;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.chunk.LiveChunks;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.function.Consumer;

/**
 * Names what must stay in the archive: all that archived snapshots refer to, those that are on their way there, and, because they may have been made of archived ones,
 * managed volumes that are not hydrated and running work. Pages are named too, which the archive has none of.
 */
final class ArchiveRoots implements LiveChunks {

    private final CheckParts parts;

    ArchiveRoots(CheckParts parts) {
        this.parts = parts;
    }

    @Override
    public void forEach(DomainId domain, Consumer<ChunkId> keep) {
        MapChain chain = new MapChain(new BlockMapDiff(parts.pages()), domain, keep);
        // The order matters: see MapsInUse.
        try (MapsInUse.Watch watch = parts.mapsInUse().watch()) {
            CompletedSnapshots.all(parts.catalog()).stream()
                    .filter(snapshot -> snapshot.inArchive() || snapshot.onItsWayToArchive())
                    .forEach(chain::add);
            parts.locks().requireWhole();
            SnapshotRoots.lazyVolumes(parts.catalog()).forEach(chain::add);
            watch.seen().forEach(chain::add);
        }
    }
}
