package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.ReferenceVisitor;
import io.ebsnap.identity.ChunkId;
import org.jspecify.annotations.Nullable;

/**
 * Block maps of one domain, one after the other, each told to a table by what it does not share with the one before: exact, and of all maps
 * together it costs as much as the first one and every difference twice. Used by one thread.
 */
final class MapRow {

    private final BlockMapDiff diff;
    private final ReferenceTable table;
    private @Nullable BlockMap last;
    private int lastOwner;

    MapRow(BlockMapDiff diff, ReferenceTable table) {
        this.diff = diff;
        this.table = table;
    }

    /** Adds a map of an owner; owners never fall. */
    void add(BlockMap map, int owner) {
        step(last == null ? nothingLike(map) : last, map, owner);
        last = map;
        lastOwner = owner;
    }

    /** No map follows. */
    void end() {
        if (last != null) {
            step(last, nothingLike(last), lastOwner);
        }
        last = null;
    }

    private static BlockMap nothingLike(BlockMap map) {
        return BlockMap.empty(map.geometry(), map.domain());
    }

    private void step(BlockMap from, BlockMap to, int owner) {
        int ended = lastOwner;
        diff.forEachReference(from, to, new ReferenceVisitor() {
            @Override
            public void begins(ChunkId id, int plainBytes) {
                table.begin(id, owner, plainBytes);
            }

            @Override
            public void ends(ChunkId id) {
                table.end(id, ended);
            }
        });
    }
}
