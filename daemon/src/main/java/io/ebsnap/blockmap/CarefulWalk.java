package io.ebsnap.blockmap;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import java.util.Iterator;
import java.util.Optional;

/**
 * Walks all of a map in block order, and passes over what a damaged page hides: the blocks of a leaf that cannot be reached
 * are named as lost. To be used once, by one thread.
 */
public final class CarefulWalk {

    private static final int LEAF_BLOCKS = 256;

    private final BlockMapReader reader;
    private final BlockMap map;
    private final Visitor visitor;
    private long next;

    /** Whether the walk ended because there is no more, and not at a damaged page. */
    private boolean done;

    /** A walk of a map whose pages {@code pages} loads. */
    public CarefulWalk(PageLoader pages, BlockMap map, Visitor visitor) {
        this.reader = new BlockMapReader(pages);
        this.map = map;
        this.visitor = visitor;
    }

    /** Walks to the end. Whatever the visitor throws ends the walk. */
    public void run() {
        while (!walkedToTheEnd()) {
            walkLeaf();
        }
    }

    private boolean walkedToTheEnd() {
        if (next >= map.geometry().blockCount()) {
            return true;
        }
        Iterator<MappedBlock> blocks = reader.blocksFrom(map, new BlockIndex(next));
        while (hasNext(blocks)) {
            MappedBlock block = blocks.next();
            next = block.index().value() + 1;
            visitor.content(block.index().value(), block.id());
        }
        return done;
    }

    private boolean hasNext(Iterator<MappedBlock> blocks) {
        try {
            boolean more = blocks.hasNext();
            done = !more;
            return more;
        } catch (Failure.Corrupt e) {
            done = false;
            return false;
        }
    }

    /** Deals with the rest of one leaf block by block: it is lost if the way to it is damaged. */
    private void walkLeaf() {
        long end = Math.min(map.geometry().blockCount(), next - next % LEAF_BLOCKS + LEAF_BLOCKS);
        while (next < end) {
            Optional<ChunkId> id;
            try {
                id = reader.find(map, new BlockIndex(next));
            } catch (Failure.Corrupt e) {
                long first = next;
                next = end;
                visitor.lost(first, end - first, e);
                return;
            }
            long block = next++;
            id.ifPresent(found -> visitor.content(block, found));
        }
    }

    /** Is told what a walk finds, in ascending order. Blocks that are not named are holes. */
    public interface Visitor {

        /** A block that is not a hole. */
        void content(long block, ChunkId id);

        /**
         * Blocks of which nothing is known.
         *
         * @param first of them
         * @param count of them, 1 or more
         * @param why what was found
         */
        void lost(long first, long count, Failure.Corrupt why);
    }
}
