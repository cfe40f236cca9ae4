package io.ebsnap.blockmap;

import io.ebsnap.format.BlockMapPage;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks blocks up and walks maps in block order. Safe for use by several threads. */
public final class BlockMapReader {

    private final PageLoader pages;

    /** A reader of the maps whose pages {@code pages} loads. */
    public BlockMapReader(PageLoader pages) {
        this.pages = pages;
    }

    /**
     * The chunk of a block; empty for a hole.
     *
     * @throws IllegalArgumentException if the volume has no such block
     */
    public Optional<ChunkId> find(BlockMap map, BlockIndex block) {
        long unusedOffset = map.geometry().offsetOf(block);
        assert unusedOffset >= 0;
        @Nullable ChunkId id = map.root().orElse(null);
        for (int level = TreeShape.rootLevel(map.geometry()); level >= 0 && id != null; level--) {
            BlockMapPage page = pages.load(map.domain(), id, level);
            id = page.slot(TreeShape.slot(block.value(), level));
        }
        return Optional.ofNullable(id);
    }

    /**
     * All blocks from {@code first} on that are not holes, in ascending order. Reads pages as it goes, so that {@code hasNext} may
     * fail as a chunk's read does. To be used by one thread.
     */
    public Iterator<MappedBlock> blocksFrom(BlockMap map, BlockIndex first) {
        return new BlockCursor(pages, map, first.value());
    }
}
