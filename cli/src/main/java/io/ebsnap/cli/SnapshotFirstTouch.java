package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BlockRange;
import io.ebsnap.api.FirstTouchOrder;
import io.ebsnap.api.SnapshotRequest.DeleteFirstTouch;
import io.ebsnap.api.SnapshotRequest.DescribeFirstTouch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot first-touch}. */
@Command(
        name = "first-touch",
        header = "Show in which order volumes made from a snapshot were first read.",
        description =
                "The next volume is filled with these blocks first. They are learnt from each use of a volume that is not hydrated.")
final class SnapshotFirstTouch extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Option(names = "--delete", description = "Forget what was learnt of this snapshot.")
    boolean delete;

    SnapshotFirstTouch(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (delete) {
            show(daemon.call(new DeleteFirstTouch(snapshot)), Table.pairs().row(snapshot, "first-touch order deleted"));
        } else {
            print(daemon.call(new DescribeFirstTouch(snapshot)));
        }
        return ExitCode.OK;
    }

    private void print(FirstTouchOrder order) {
        Table table = Table.of(">PLACE", ">FIRST BLOCK", ">BLOCKS", ">OFFSET", ">SIZE");
        long place = 1;
        for (BlockRange range : order.ranges()) {
            table.row(
                    Long.toString(place),
                    Long.toString(range.firstBlockIndex()),
                    Long.toString(range.blockCount()),
                    Long.toString(range.firstBlockIndex() * order.blockSize()),
                    Human.size(range.blockCount() * order.blockSize()));
            place += range.blockCount();
        }
        show(order, table);
        if (!session().isJson()) {
            renderer().line(summary(order));
        }
    }

    private static String summary(FirstTouchOrder order) {
        String source = order.learntFromSnapshotId();
        if (source == null) {
            return "nothing was learnt yet";
        }
        String of = source.equals(order.snapshotId()) ? "volumes" : "volumes of its ancestor " + source;
        return Human.count(order.blockCount()) + (order.blockCount() == 1 ? " block, " : " blocks, ")
                + Human.size(order.blockCount() * order.blockSize()) + ", averaged over " + Human.count(order.uses())
                + (order.uses() == 1 ? " use" : " uses") + " of " + of;
    }
}
