package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks of a snapshot that were read last, each fetched once however many ask. Safe for use by several threads. */
public final class BlockCache {

    /** 4 MiB. */
    private static final int BLOCKS_MAX = 8;

    private final SourceBlocks source;
    private final Fetches fetches = new Fetches();

    @GuardedBy("blocks")
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS_MAX * 2, 0.75f, true);

    /** A cache of the blocks of {@code source}. */
    public BlockCache(SourceBlocks source) {
        this.source = source;
    }

    /** A block if it is at hand; not to be changed. */
    byte @Nullable [] known(BlockIndex block) {
        synchronized (blocks) {
            return blocks.get(block.value());
        }
    }

    /** A block that is not a hole; not to be changed. */
    byte[] get(BlockIndex block) {
        while (true) {
            byte[] known = known(block);
            if (known != null) {
                return known;
            }
            fetches.fetch(block, this::fetch);
        }
    }

    private void fetch(BlockIndex block) {
        if (known(block) != null) {
            return;
        }
        byte[] content = new byte[Units.BLOCK];
        source.read(block, ArraySlice.of(content));
        synchronized (blocks) {
            blocks.put(block.value(), content);
            while (blocks.size() > BLOCKS_MAX) {
                blocks.remove(blocks.keySet().iterator().next());
            }
        }
    }
}
