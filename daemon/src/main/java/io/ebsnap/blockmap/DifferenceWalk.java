package io.ebsnap.blockmap;

import io.ebsnap.format.BlockMapPage;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of two maps of one domain. Its depth is bounded by the number of levels, so recursion is safe.
 *
 * <p>Trees of different heights are laid over each other at their first block: a lower tree stands in the first slot of the levels
 * above it.
 */
final class DifferenceWalk {

    private final PageLoader pages;
    private final long first;
    private final PageVisitor pageVisitor;
    private final Predicate<BlockDifference> visitor;

    /**
     * A comparison from block {@code first} on.
     *
     * @param pageVisitor is told of each page that is entered
     * @param visitor is told of each block that differs; ends the comparison by answering false
     */
    DifferenceWalk(PageLoader pages, long first, PageVisitor pageVisitor, Predicate<BlockDifference> visitor) {
        this.pages = pages;
        this.first = first;
        this.pageVisitor = pageVisitor;
        this.visitor = visitor;
    }

    void run(BlockMap before, BlockMap after) {
        compare(before.domain(), Node.root(before), Node.root(after), 0);
    }

    /** Returns false when the visitor has seen enough. */
    private boolean compare(DomainId domain, Node before, Node after, long firstBlock) {
        int level = Math.max(before.level, after.level);
        if (Objects.equals(before.id, after.id) || firstBlock + TreeShape.blocksPerPage(level) <= first) {
            return true;
        }
        if (before.id != null && before.level == level) {
            pageVisitor.ends(before.id);
        }
        if (after.id != null && after.level == level) {
            pageVisitor.begins(after.id);
        }
        Children left = children(domain, before, level);
        Children right = children(domain, after, level);
        for (int slot = 0; slot < BlockMapPage.FAN_OUT; slot++) {
            long block = firstBlock + slot * TreeShape.blocksPerSlot(level);
            Node leftChild = left.child(slot);
            Node rightChild = right.child(slot);
            boolean more = level > 0
                    ? compare(domain, leftChild, rightChild, block)
                    : block < first || sameOrVisited(leftChild.id, rightChild.id, block);
            if (!more) {
                return false;
            }
        }
        return true;
    }

    private boolean sameOrVisited(@Nullable ChunkId before, @Nullable ChunkId after, long block) {
        return Objects.equals(before, after)
                || visitor.test(new BlockDifference(
                        new BlockIndex(block), Optional.ofNullable(before), Optional.ofNullable(after)));
    }

    private Children children(DomainId domain, Node node, int level) {
        Node absent = new Node(null, level - 1);
        if (node.id == null) {
            return slot -> absent;
        }
        if (node.level < level) {
            return slot -> slot == 0 ? node : absent;
        }
        BlockMapPage page = pages.load(domain, node.id, level);
        return slot -> new Node(page.slot(slot), level - 1);
    }

    /** Is told of pages that do not stand in the same place of the other map. */
    interface PageVisitor {

        /** Cares for none. */
        PageVisitor NONE = of(page -> {});

        /** A page of the second map. */
        void begins(ChunkId page);

        /** A page of the first map. */
        void ends(ChunkId page);

        /** One that cares for those of the second map only. */
        static PageVisitor of(Consumer<ChunkId> begins) {
            return new PageVisitor() {
                @Override
                public void begins(ChunkId page) {
                    begins.accept(page);
                }

                @Override
                public void ends(ChunkId page) {
                    // What the first map has is known.
                }
            };
        }
    }

    @FunctionalInterface
    private interface Children {
        Node child(int slot);
    }

    /** A subtree and the level of its topmost page; without an id nothing but holes. At level -1 a block's chunk. */
    private record Node(@Nullable ChunkId id, int level) {

        static Node root(BlockMap map) {
            return new Node(map.root().orElse(null), TreeShape.rootLevel(map.geometry()));
        }
    }
}
