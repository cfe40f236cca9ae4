package io.ebsnap.restore;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.CarefulWalk;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.chunk.ReadingOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The order in which a map's blocks are restored: windows of blocks in the order of the volume, and within a window the order in which
 * chunks lie in packs. Memory is bounded by the window. Where a page of the map is damaged, either the plan fails or the blocks
 * below it are lost.
 */
final class RestorePlan implements CarefulWalk.Visitor {

    /** 1 GiB at a time, so that progress and stopping keep up. */
    private static final long HOLES_MAX = 2048;

    private final BlockMap map;
    private final ChunkReader chunks;
    private final boolean skipDamaged;
    private final Consumer<RestoreStep> steps;
    private final List<RestoreStep.Content> window = new ArrayList<>();

    /** The first block that no step was made of yet. */
    private long next;

    RestorePlan(BlockMap map, ChunkReader chunks, boolean skipDamaged, Consumer<RestoreStep> steps) {
        this.map = map;
        this.chunks = chunks;
        this.skipDamaged = skipDamaged;
        this.steps = steps;
    }

    /** Gives all steps to the consumer, which may wait. */
    void run(PageLoader pages) {
        new CarefulWalk(pages, map, this).run();
        holesUpTo(map.geometry().blockCount());
        endWindow();
    }

    @Override
    public void content(long block, ChunkId id) {
        holesUpTo(block);
        window.add(new RestoreStep.Content(block, id));
        next = block + 1;
        if (window.size() == ReadingOrder.WINDOW_BLOCKS) {
            endWindow();
        }
    }

    @Override
    public void lost(long first, long count, Failure.Corrupt why) {
        if (!skipDamaged) {
            throw why;
        }
        holesUpTo(first);
        steps.accept(new RestoreStep.Lost(first, count, String.valueOf(why.getMessage())));
        next = first + count;
    }

    private void holesUpTo(long end) {
        while (next < end) {
            long count = Math.min(HOLES_MAX, end - next);
            steps.accept(new RestoreStep.Holes(next, count));
            next += count;
        }
    }

    private void endWindow() {
        ReadingOrder.of(window, content -> chunks.locate(content.chunk())).forEach(steps);
        window.clear();
    }
}
