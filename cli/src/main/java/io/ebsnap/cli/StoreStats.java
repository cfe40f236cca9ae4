package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeySizeList;
import io.ebsnap.api.StoreRequest.DescribeKeySizes;
import io.ebsnap.api.StoreRequest.DescribeZoneSizes;
import io.ebsnap.api.StoreRequest.GetStoreStatistics;
import io.ebsnap.api.StoreStatistics;
import io.ebsnap.api.ZoneSizeList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap store stats}. */
@Command(
        name = "stats",
        header = "Show what the store holds.",
        description =
                "How much content there is, how much deduplication and compression leave of it, and how much is garbage.")
final class StoreStats extends DaemonCommand {

    /** Of what parts the store can be shown. */
    enum Part {
        /** What is stored under each KMS key. */
        KEY,
        /** What each zone holds. */
        ZONE
    }

    @Option(
            names = "--by",
            paramLabel = "key|zone",
            description = "Show what is stored under each KMS key, or what each zone holds.")
    @Nullable
    Part by;

    StoreStats(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        switch (by) {
            case null -> {
                StoreStatistics statistics = daemon.call(new GetStoreStatistics());
                show(statistics, StoreViews.whole(statistics));
            }
            case KEY -> {
                KeySizeList keys = daemon.call(new DescribeKeySizes());
                show(keys, StoreViews.keys(keys.keySizes()));
            }
            case ZONE -> {
                ZoneSizeList zones = daemon.call(new DescribeZoneSizes());
                show(zones, StoreViews.zones(zones.zoneSizes()));
            }
        }
        return ExitCode.OK;
    }
}
