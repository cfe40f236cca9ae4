package io.ebsnap.blockmap;

import io.ebsnap.format.BlockMapPage;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks a map leaf by leaf; whole subtrees of holes are passed over in one step. */
final class BlockCursor implements Iterator<MappedBlock> {

    private final PageLoader pages;
    private final BlockMap map;
    private final int rootLevel;
    private final long blockCount;
    private long position;
    private @Nullable BlockMapPage leaf;
    private long leafFirst = -1;

    BlockCursor(PageLoader pages, BlockMap map, long first) {
        this.pages = pages;
        this.map = map;
        this.rootLevel = TreeShape.rootLevel(map.geometry());
        this.blockCount = map.geometry().blockCount();
        this.position = first;
    }

    @Override
    public boolean hasNext() {
        while (position < blockCount) {
            BlockMapPage page = leafAtPosition();
            if (page != null && page.slot(TreeShape.slot(position, 0)) != null) {
                return true;
            }
            if (page != null) {
                position++;
            }
        }
        return false;
    }

    @Override
    public MappedBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException("beyond the last block");
        }
        BlockMapPage page = leafAtPosition();
        ChunkId id = page == null ? null : page.slot(TreeShape.slot(position, 0));
        if (id == null) {
            throw new IllegalStateException("block " + position + " became a hole");
        }
        return new MappedBlock(new BlockIndex(position++), id);
    }

    /** The leaf that covers the position; null, and the position moved behind the holes, if there is none. */
    private @Nullable BlockMapPage leafAtPosition() {
        long first = TreeShape.firstBlockOfPage(position, 0);
        if (first != leafFirst) {
            leaf = descend();
            leafFirst = leaf == null ? -1 : first;
        }
        return leaf;
    }

    private @Nullable BlockMapPage descend() {
        @Nullable ChunkId id = map.root().orElse(null);
        for (int level = rootLevel; id != null; level--) {
            BlockMapPage page = pages.load(map.domain(), id, level);
            if (level == 0) {
                return page;
            }
            id = page.slot(TreeShape.slot(position, level));
            if (id == null) {
                position = TreeShape.firstBlockOfPage(position, level - 1) + TreeShape.blocksPerPage(level - 1);
                return null;
            }
        }
        position = blockCount;
        return null;
    }
}
