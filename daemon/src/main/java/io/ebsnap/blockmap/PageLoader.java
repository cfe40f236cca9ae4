package io.ebsnap.blockmap;

import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.BlockMapPage;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages and keeps the last used ones. A page's id is the hash of its content, so what is kept is never stale. Safe for use by
 * several threads, which read different pages at the same time.
 */
public final class PageLoader {

    /** Enough for the paths of several walks; a full page takes about 20 KiB. */
    private static final int CACHED_PAGES_MAX = 128;

    private final ChunkReader chunks;
    private final Map<ChunkId, BlockMapPage> cache = new LinkedHashMap<>(CACHED_PAGES_MAX * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ChunkId, BlockMapPage> eldest) {
            return size() > CACHED_PAGES_MAX;
        }
    };

    /** A loader of the pages that {@code chunks} reads. */
    public PageLoader(ChunkReader chunks) {
        this.chunks = chunks;
    }

    /**
     * A page.
     *
     * @param level that it must have
     * @throws Failure.Corrupt if it is missing, damaged, or of another level than its parent says
     */
    BlockMapPage load(DomainId domain, ChunkId id, int level) {
        BlockMapPage page = cached(id);
        if (page == null) {
            page = read(domain, id);
            keep(id, page);
        }
        if (page.level() != level) {
            throw new Failure.Corrupt(
                    "block map page " + id + " has level " + page.level() + " where " + level + " was expected");
        }
        return page;
    }

    private BlockMapPage read(DomainId domain, ChunkId id) {
        byte[] bytes = new byte[BlockMapPage.BYTES_MAX];
        int length = chunks.read(domain, ChunkKind.PAGE, id, ArraySlice.of(bytes));
        return BlockMapPage.decode(bytes, length);
    }

    private @Nullable BlockMapPage cached(ChunkId id) {
        synchronized (cache) {
            return cache.get(id);
        }
    }

    private void keep(ChunkId id, BlockMapPage page) {
        synchronized (cache) {
            cache.put(id, page);
        }
    }
}
