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
 * The blocks of the parent, walked along in ascending order: to tell how many blocks changed, and what chunk one has that did not. The new
 * snapshot refers to such a chunk only once the writer holds it, so a parent that is deleted or found damaged meanwhile costs the count
 * and the reading of the rest, not the snapshot. To be used by one thread at a time.
 */
final class ParentBlocks {

    private static final Logger LOG = LoggerFactory.getLogger(ParentBlocks.class);

    private Iterator<MappedBlock> blocks;
    private @Nullable MappedBlock ahead;
    private boolean known;

    private ParentBlocks(Iterator<MappedBlock> blocks, boolean known) {
        this.blocks = blocks;
        this.known = known;
    }

    /** No parent: everything that is not a hole is new. */
    static ParentBlocks none() {
        return new ParentBlocks(Collections.emptyIterator(), false);
    }

    static ParentBlocks of(BlockMapReader reader, BlockMap parent) {
        return new ParentBlocks(reader.blocksFrom(parent, new BlockIndex(0)), true);
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

    /** Whether there is a parent, and all that was asked so far could be read: where it is not, no answer says anything. */
    boolean isKnown() {
        return known;
    }

    /** The parent's chunk of a block; null for a hole, or if that is not known. */
    @Nullable
    ChunkId chunkAt(long block) {
        MappedBlock mapped = seek(block);
        return mapped == null || mapped.index().value() != block ? null : mapped.id();
    }

    /** The parent's first block with content at or after a block; beyond every volume if there is none, or that is not known. */
    long contentFrom(long block) {
        MappedBlock mapped = seek(block);
        return mapped == null ? Long.MAX_VALUE : mapped.index().value();
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
            known = false;
            ahead = null;
            return null;
        }
    }
}
