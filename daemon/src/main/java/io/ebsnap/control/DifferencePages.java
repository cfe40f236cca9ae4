package io.ebsnap.control;

import io.ebsnap.api.BlockRange;
import io.ebsnap.api.Page;
import io.ebsnap.api.SnapshotDifference;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.BlockChange;
import io.ebsnap.snapshot.DiffPage;
import io.ebsnap.snapshot.SnapshotService;
import java.util.ArrayList;
import java.util.List;

/** The difference of two snapshots in pages of ranges; the token is the block to go on from. */
final class DifferencePages {

    private final SnapshotService snapshots;

    DifferencePages(SnapshotService snapshots) {
        this.snapshots = snapshots;
    }

    SnapshotDifference page(SnapshotId first, SnapshotId second, Page page) {
        int limit = page.maxResults() == null ? SnapshotService.DIFF_LIMIT_MAX : Pages.limit(page);
        DiffPage part = snapshots.diff(first, second, start(page), limit);
        return new SnapshotDifference(
                VolumeGeometry.BLOCK_BYTES,
                part.changes().size(),
                ranges(part.changes()),
                part.next().isPresent() ? Long.toString(part.next().getAsLong()) : null);
    }

    private static BlockIndex start(Page page) {
        String token = page.nextToken();
        if (token == null) {
            return new BlockIndex(0);
        }
        if (!token.matches("[0-9]{1,18}")) {
            throw new Failure.Invalid("NextToken is not one that this daemon gave out");
        }
        return new BlockIndex(Long.parseLong(token));
    }

    private static List<BlockRange> ranges(List<BlockChange> changes) {
        List<BlockRange> ranges = new ArrayList<>();
        long first = 0;
        long count = 0;
        for (BlockChange change : changes) {
            long block = change.block().value();
            if (count > 0 && block != first + count) {
                ranges.add(new BlockRange(first, count));
                count = 0;
            }
            first = count == 0 ? block : first;
            count++;
        }
        if (count > 0) {
            ranges.add(new BlockRange(first, count));
        }
        return ranges;
    }
}
