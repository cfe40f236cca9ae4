package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.StoreRequest.GetStoreStatistics;
import io.ebsnap.api.StoreStatistics;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code ebsnap store stats}. */
@Command(name = "stats", header = "Show what the store holds.")
final class StoreStats extends DaemonCommand {

    StoreStats(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        StoreStatistics statistics = daemon.call(new GetStoreStatistics());
        show(statistics, table(statistics));
        return ExitCode.OK;
    }

    private static Table table(StoreStatistics statistics) {
        return Table.pairs()
                .row("store", statistics.storeId())
                .row("snapshots", Human.count(statistics.snapshots()))
                .row("content of all snapshots", Human.size(statistics.snapshotBytes()))
                .row("content without repetition", Human.size(statistics.chunkBytes()))
                .row("compressed and sealed", Human.size(statistics.chunkStoredBytes()))
                .row("ratio", ratio(statistics.snapshotBytes(), statistics.packBytes()))
                .row("chunks", Human.count(statistics.chunks()))
                .row("packs", Human.count(statistics.packs()) + ", " + Human.size(statistics.packBytes()))
                .row("damaged chunks", Human.count(statistics.quarantinedChunks()))
                .row("index", Human.size(statistics.indexBytes()))
                .row("free space", Human.size(statistics.freeBytes()));
    }

    private static String ratio(long content, long stored) {
        return stored == 0 ? "-" : String.format(Locale.ROOT, "%.2f : 1", (double) content / stored);
    }
}
