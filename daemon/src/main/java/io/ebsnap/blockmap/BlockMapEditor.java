package io.ebsnap.blockmap;

import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new map out of a base map by naming, in ascending order, the blocks that are known; all others stay as they are in the
 * base. Only pages on the way to a block that changed are stored, and only the pages on the way to the current block are in memory.
 *
 * <p>The base may have another size: blocks beyond the new end are dropped, new ones are holes until named.
 *
 * <p>To be used by the one thread that appends to the writer.
 */
public final class BlockMapEditor {

    private final ChunkWriter writer;
    private final PageLoader pages;
    private final VolumeGeometry geometry;
    private final BlockMap base;
    private final int topLevel;
    private final @Nullable OpenPage[] open;
    private @Nullable ChunkId top;
    private long next;
    private long pageBytesStored;

    /**
     * An editor that starts from {@code base}, which must belong to the writer's domain.
     *
     * @param geometry of the new map
     */
    public BlockMapEditor(ChunkWriter writer, PageLoader pages, BlockMap base, VolumeGeometry geometry) {
        if (!base.domain().equals(writer.domain())) {
            throw new IllegalArgumentException("the base map belongs to another domain than the writer");
        }
        this.writer = writer;
        this.pages = pages;
        this.base = base;
        this.geometry = geometry;
        int baseLevel = TreeShape.rootLevel(base.geometry());
        this.topLevel = Math.max(baseLevel, TreeShape.rootLevel(geometry));
        this.open = new @Nullable OpenPage[topLevel + 1];
        this.top = base.root().orElse(null);
        if (top != null && baseLevel < topLevel) {
            openAbove(baseLevel, top);
        }
    }

    /** Says what a block's content is. */
    public void put(BlockIndex block, ChunkId id) {
        advance(block.value(), block.value() + 1);
        openPath(block.value(), 0).set(TreeShape.slot(block.value(), 0), id);
    }

    /**
     * Says that blocks are holes; whole subtrees in one step.
     *
     * @param first the first of them
     * @param count how many, 0 or more
     */
    public void putHoles(BlockIndex first, long count) {
        long end = Math.addExact(first.value(), count);
        advance(first.value(), end);
        clear(first.value(), end);
    }

    /** Bytes that the pages stored so far have added to the store. */
    public long pageBytesStored() {
        return pageBytesStored;
    }

    /** Stores what is open. The map may be referred to once the writer has been flushed. The editor is used up. */
    public BlockMap finish() {
        long baseBlocks = base.geometry().blockCount();
        if (baseBlocks > geometry.blockCount()) {
            clear(geometry.blockCount(), baseBlocks);
        }
        closeBelow(topLevel + 1);
        @Nullable ChunkId root = top;
        for (int level = topLevel; level > TreeShape.rootLevel(geometry) && root != null; level--) {
            root = pages.load(writer.domain(), root, level).slot(0);
        }
        next = Long.MAX_VALUE;
        return new BlockMap(geometry, writer.domain(), Optional.ofNullable(root));
    }

    private void advance(long first, long end) {
        if (first < next || end > geometry.blockCount()) {
            throw new IllegalArgumentException("blocks " + first + ".." + end + " do not follow block " + next
                    + " within " + geometry.blockCount() + " blocks");
        }
        next = end;
    }

    /** Clears slots as high in the tree as the range allows. */
    private void clear(long first, long end) {
        long position = first;
        while (position < end) {
            int level = 0;
            while (level < topLevel
                    && position % TreeShape.blocksPerSlot(level + 1) == 0
                    && position + TreeShape.blocksPerSlot(level + 1) <= end) {
                level++;
            }
            openPath(position, level).set(TreeShape.slot(position, level), null);
            position += TreeShape.blocksPerSlot(level);
        }
    }

    /** Opens the pages down to {@code level} on the way to {@code block}, and closes those that are not on it. */
    private OpenPage openPath(long block, int level) {
        int covered = 0;
        while (covered <= topLevel && !isOpenFor(block, covered)) {
            covered++;
        }
        closeBelow(Math.max(covered, level));
        for (int l = Math.min(covered, topLevel + 1) - 1; l >= level; l--) {
            open[l] = openPage(block, l);
        }
        OpenPage page = open[level];
        if (page == null) {
            throw new IllegalStateException("no page of level " + level + " is open for block " + block);
        }
        return page;
    }

    private boolean isOpenFor(long block, int level) {
        OpenPage page = open[level];
        return page != null && page.first() == TreeShape.firstBlockOfPage(block, level);
    }

    private OpenPage openPage(long block, int level) {
        OpenPage parent = level == topLevel ? null : open[level + 1];
        @Nullable ChunkId id = parent == null ? top : parent.slot(TreeShape.slot(block, level + 1));
        long first = TreeShape.firstBlockOfPage(block, level);
        return id == null ? OpenPage.empty(first) : OpenPage.of(first, pages.load(writer.domain(), id, level), id);
    }

    /** A base tree that is lower than the new one stands in the first slot of the pages above it, which do not exist yet. */
    private void openAbove(int baseLevel, ChunkId baseRoot) {
        for (int level = topLevel; level > baseLevel; level--) {
            open[level] = OpenPage.empty(0);
        }
        OpenPage lowest = open[baseLevel + 1];
        if (lowest != null) {
            lowest.set(0, baseRoot);
        }
        top = null;
    }

    /** Closes the open pages of all levels below {@code level}, lowest first, each into its parent's slot. */
    private void closeBelow(int level) {
        for (int l = 0; l < level; l++) {
            OpenPage page = open[l];
            if (page != null) {
                close(page, l);
                open[l] = null;
            }
        }
    }

    private void close(OpenPage page, int level) {
        @Nullable ChunkId id = page.changed() ? store(page, level) : page.id();
        if (level == topLevel) {
            top = id;
            return;
        }
        OpenPage parent = open[level + 1];
        if (parent == null) {
            throw new IllegalStateException("page of level " + level + " has no open parent");
        }
        parent.set(TreeShape.slot(page.first(), level + 1), id);
    }

    private @Nullable ChunkId store(OpenPage page, int level) {
        if (page.isEmpty()) {
            return null;
        }
        byte[] plaintext = page.toPage(level).encode();
        try (PreparedChunk chunk = writer.prepare(ChunkKind.PAGE, ArraySlice.of(plaintext))) {
            pageBytesStored += writer.append(chunk);
            return chunk.id();
        }
    }
}
