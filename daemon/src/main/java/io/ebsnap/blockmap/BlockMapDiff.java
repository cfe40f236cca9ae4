package io.ebsnap.blockmap;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Compares two maps in time proportional to their difference: equal subtrees have equal ids and are not entered. The maps may be of
 * different volumes and sizes. Safe for use by several threads.
 */
public final class BlockMapDiff {

    private final PageLoader pages;

    /** A comparison of maps whose pages {@code pages} loads. */
    public BlockMapDiff(PageLoader pages) {
        this.pages = pages;
    }

    /**
     * Names, in ascending order, each block from {@code first} on whose content differs, until {@code visitor} answers false.
     *
     * @throws Failure.Invalid if the maps belong to different domains: their ids say nothing about each other
     */
    public void forEach(BlockMap before, BlockMap after, BlockIndex first, Predicate<BlockDifference> visitor) {
        requireOneDomain(before, after);
        new DifferenceWalk(pages, first.value(), DifferenceWalk.PageVisitor.NONE, visitor).run(before, after);
    }

    /** Names every page and every chunk of {@code map}. */
    public void forEachChunk(BlockMap map, Consumer<ChunkId> visitor) {
        forEachNewChunk(BlockMap.empty(map.geometry(), map.domain()), map, visitor);
    }

    /**
     * Names every page and every chunk of {@code after} that does not stand in the same place of {@code before}. Whoever knows all of
     * {@code before} thus learns all of {@code after}.
     */
    public void forEachNewChunk(BlockMap before, BlockMap after, Consumer<ChunkId> visitor) {
        requireOneDomain(before, after);
        DifferenceWalk walk = new DifferenceWalk(pages, 0, DifferenceWalk.PageVisitor.of(visitor), difference -> {
            difference.after().ifPresent(visitor);
            return true;
        });
        walk.run(before, after);
    }

    /**
     * Names every page and every chunk that stands in a place of only one of the maps. Whoever follows a row of maps from an empty one to an
     * empty one thus learns of each reference in which map it begins, and in which it ends.
     *
     * @throws Failure.Invalid if the maps belong to different domains
     */
    public void forEachReference(BlockMap before, BlockMap after, ReferenceVisitor visitor) {
        requireOneDomain(before, after);
        DifferenceWalk.PageVisitor ofPages = new DifferenceWalk.PageVisitor() {
            @Override
            public void begins(ChunkId page) {
                visitor.begins(page, 0);
            }

            @Override
            public void ends(ChunkId page) {
                visitor.ends(page);
            }
        };
        DifferenceWalk walk = new DifferenceWalk(pages, 0, ofPages, difference -> {
            difference.before().ifPresent(visitor::ends);
            difference
                    .after()
                    .ifPresent(id -> visitor.begins(id, after.geometry().lengthOf(difference.index())));
            return true;
        });
        walk.run(before, after);
    }

    private static void requireOneDomain(BlockMap before, BlockMap after) {
        if (!before.domain().equals(after.domain())) {
            throw new Failure.Invalid(
                    "the two maps are sealed under different keys",
                    "only snapshots under the same KMS key can be compared by their maps");
        }
    }
}
