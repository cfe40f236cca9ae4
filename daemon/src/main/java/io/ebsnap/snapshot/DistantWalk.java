package io.ebsnap.snapshot;

import io.ebsnap.identity.SnapshotId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks along the blocks of a distant snapshot, a page of them in memory. To be used by one thread at a time, in ascending order; going back costs another page. */
final class DistantWalk {

    private final DistantSnapshot snapshot;
    private final Optional<SnapshotId> since;
    private final long blockCount;

    private DistantPage page = new DistantPage(List.of(), 0);
    private int at;
    private long asked;

    /**
     * A walk that has not begun.
     *
     * @param since along the blocks that differ from this one's; empty for those that are not holes
     */
    DistantWalk(DistantSnapshot snapshot, Optional<SnapshotId> since, long blockCount) {
        this.snapshot = snapshot;
        this.since = since;
        this.blockCount = blockCount;
    }

    /** Whether blocks that are not named are as those of an earlier snapshot, and not holes. */
    boolean isDifference() {
        return since.isPresent();
    }

    /** The first block that is named at or after one; null if there is none. */
    @Nullable
    DistantBlock from(long block) {
        if (block < asked) {
            begin(block);
        }
        asked = block;
        while (true) {
            while (at < page.blocks().size() && page.blocks().get(at).index() < block) {
                at++;
            }
            if (at < page.blocks().size()) {
                return page.blocks().get(at);
            }
            long next = Math.max(block, page.next());
            if (next >= blockCount) {
                return null;
            }
            page = snapshot.page(since, next);
            at = 0;
        }
    }

    private void begin(long block) {
        page = new DistantPage(List.of(), block);
        at = 0;
    }
}
