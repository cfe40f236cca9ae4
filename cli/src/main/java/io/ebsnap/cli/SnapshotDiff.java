package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BlockRange;
import io.ebsnap.api.Page;
import io.ebsnap.api.SnapshotDifference;
import io.ebsnap.api.SnapshotRequest.DiffSnapshots;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot diff}. */
@Command(
        name = "diff",
        header = "Show in which blocks two snapshots differ.",
        description = "Any two snapshots can be compared; the time it takes depends only on how much differs.")
final class SnapshotDiff extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP", description = "Id of the first snapshot.")
    String first = "";

    @Parameters(index = "1", paramLabel = "SNAP", description = "Id of the second snapshot.")
    String second = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most ranges to print; 0 prints only the total. Default: 1000.")
    int limit = 1000;

    SnapshotDiff(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<BlockRange> ranges = new ArrayList<>();
        @Nullable String token = null;
        long changedBlocks = 0;
        boolean cut = false;
        SnapshotDifference part;
        do {
            part = daemon.call(new DiffSnapshots(first, second, new Page(null, token)));
            changedBlocks += part.changedBlocks();
            cut |= part.ranges().size() > limit - ranges.size();
            part.ranges().stream().limit(limit - ranges.size()).forEach(ranges::add);
            token = part.nextToken();
        } while (token != null);
        print(new SnapshotDifference(part.blockSize(), changedBlocks, ranges, null));
        if (cut) {
            renderer().note("there are more ranges: see --limit");
        }
        return ExitCode.OK;
    }

    private void print(SnapshotDifference difference) {
        long blockSize = difference.blockSize();
        Table table = Table.of(">FIRST BLOCK", ">BLOCKS", ">OFFSET", ">SIZE");
        for (BlockRange range : difference.ranges()) {
            table.row(
                    Long.toString(range.firstBlockIndex()),
                    Long.toString(range.blockCount()),
                    Long.toString(range.firstBlockIndex() * blockSize),
                    Human.size(range.blockCount() * blockSize));
        }
        show(difference, table);
        if (!session().isJson()) {
            renderer()
                    .line(Human.count(difference.changedBlocks()) + " blocks differ, at most "
                            + Human.size(difference.changedBlocks() * blockSize));
        }
    }
}
