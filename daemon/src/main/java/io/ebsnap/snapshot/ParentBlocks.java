package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocks of the parent, walked along in ascending order: only to tell how many blocks changed. What the new snapshot refers to never
 * comes from here, so a parent that is deleted or found damaged meanwhile costs the count, not the snapshot. To be used by one
 * thread at a time.
 */
final class ParentBlocks {

    private static final Logger LOG = LoggerFactory.getLogger(ParentBlocks.class);

    private Iterator<MappedBlock> blocks;
    private @Nullable MappedBlock ahead;

    private ParentBlocks(Iterator<MappedBlock> blocks) {
        this.blocks = blocks;
    }

    /** No parent: everything that is not a hole is new. */
    static ParentBlocks none() {
        return new ParentBlocks(Collections.emptyIterator());
    }

    static ParentBlocks of(BlockMapReader reader, BlockMap parent) {
        return new ParentBlocks(reader.blocksFrom(parent, new BlockIndex(0)));
    }

    /** Whether a block with content differs from the parent's. */
    boolean differs(long block, ChunkId id) {
        MappedBlock mapped = seek(block);
        return mapped == null || mapped.index().value() != block || !mapped.id().equals(id);
    }

    /** How many of some blocks that are holes now have content in the parent. */
    long contentIn(long first, long count) {
        long found = 0;
        for (MappedBlock mapped = seek(first);
                mapped != null && mapped.index().value() < first + count;
                mapped = seek(mapped.index().value() + 1)) {
            found++;
        }
        return found;
    }

    /** The parent's first block with content at or after a block. */
    private @Nullable MappedBlock seek(long block) {
        try {
            while (ahead == null || ahead.index().value() < block) {
                if (!blocks.hasNext()) {
                    return null;
                }
                ahead = blocks.next();
            }
            return ahead;
        } catch (Failure e) {
            LOG.warn("the parent's block map cannot be read; the rest counts as changed: {}", e.getMessage());
            blocks = Collections.emptyIterator();
            ahead = null;
            return null;
        }
    }
}
