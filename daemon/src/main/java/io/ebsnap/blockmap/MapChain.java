package io.ebsnap.blockmap;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Names what a row of block maps of one domain refers to: the first one whole, each other by what it does not share with the one before. Exact, and
 * without memory of its own. To be used by one thread.
 */
public final class MapChain {

    private final BlockMapDiff diff;
    private final DomainId domain;
    private final Consumer<ChunkId> keep;
    private @Nullable BlockMap before;

    /**
     * An empty row.
     *
     * @param keep is told of pages and chunks
     */
    public MapChain(BlockMapDiff diff, DomainId domain, Consumer<ChunkId> keep) {
        this.diff = diff;
        this.domain = domain;
        this.keep = keep;
    }

    /** The next one; one of another domain is passed over. */
    public void add(BlockMap map) {
        if (map.domain().equals(domain)) {
            diff.forEachNewChunk(before == null ? BlockMap.empty(map.geometry(), domain) : before, map, keep);
            before = map;
        }
    }

    /** That of a snapshot. */
    public void add(SnapshotRecord snapshot) {
        try {
            add(BlockMap.of(snapshot));
        } catch (Failure.Corrupt e) {
            throw new Failure.Corrupt(
                    "the block map of " + snapshot.snapshotId() + " cannot be read, so nothing is deleted until it is"
                            + " healed or that snapshot is deleted: " + e.getMessage(),
                    e);
        }
    }
}
