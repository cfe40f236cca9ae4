package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.CarefulWalk;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.task.TaskRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds which blocks of which snapshots some chunks are. Walks every snapshot whole: done only when something is damaged. */
final class AffectedBlocks {

    private final PageLoader pages;
    private final Set<ChunkId> wanted;
    private final Map<ChunkId, List<AffectedSnapshot>> found = new HashMap<>();

    AffectedBlocks(PageLoader pages, Set<ChunkId> wanted) {
        this.pages = pages;
        this.wanted = wanted;
    }

    /** What is affected by each chunk. */
    Map<ChunkId, List<AffectedSnapshot>> in(List<SnapshotRecord> snapshots, TaskRun run) {
        for (SnapshotRecord snapshot : snapshots) {
            run.checkpoint();
            walk(snapshot);
        }
        return found;
    }

    private void walk(SnapshotRecord snapshot) {
        Map<ChunkId, BlockRanges> ranges = new HashMap<>();
        new CarefulWalk(pages, BlockMap.of(snapshot), new CarefulWalk.Visitor() {
                    @Override
                    public void content(long block, ChunkId id) {
                        if (wanted.contains(id)) {
                            ranges.computeIfAbsent(id, unused -> new BlockRanges())
                                    .add(block, 1);
                        }
                    }

                    @Override
                    public void lost(long first, long count, Failure.Corrupt why) {
                        // A damaged page is a finding of its own.
                    }
                })
                .run();
        ranges.forEach((id, blocks) ->
                found.computeIfAbsent(id, unused -> new ArrayList<>()).add(blocks.of(snapshot)));
    }
}
