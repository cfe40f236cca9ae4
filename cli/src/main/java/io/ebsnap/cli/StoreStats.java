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
        long packBytes = statistics.dataPackBytes() + statistics.pagePackBytes();
        return Table.pairs()
                .row("store", statistics.storeId())
                .row("made", Human.time(statistics.creationTime()))
                .row("snapshots", Human.count(statistics.snapshots().snapshotsCompleted()) + " completed")
                .row("their content", Human.size(statistics.snapshotBytes()))
                .row("stored", Human.size(packBytes))
                .row("ratio", ratio(statistics.snapshotBytes(), packBytes))
                .row("packs of blocks", packs(statistics.dataPacks(), statistics.dataPackBytes()))
                .row("packs of block maps", packs(statistics.pagePacks(), statistics.pagePackBytes()))
                .row("chunks", Human.count(statistics.chunks()))
                .row("damaged chunks", Human.count(statistics.quarantinedChunks()))
                .row("free space", Human.size(statistics.freeBytes()));
    }

    private static String packs(long count, long bytes) {
        return Human.count(count) + ", " + Human.size(bytes);
    }

    private static String ratio(long content, long stored) {
        return stored == 0 ? "-" : String.format(Locale.ROOT, "%.2f : 1", (double) content / stored);
    }
}
