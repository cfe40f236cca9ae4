package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.FastRestoreRequest.DescribeFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.FastSnapshotRestoreList;
import io.ebsnap.api.Filter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap fsr list}. */
@Command(
        name = "list",
        header = "List fast restore of snapshots.",
        description = "What is disabled is listed for a day.")
final class FastRestoreListing extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", arity = "0..*", description = "Ids of the snapshots. Without any, all.")
    List<String> snapshots = new ArrayList<>();

    @Option(names = "--zone", paramLabel = "Z", description = "Only of this zone. May be given several times.")
    List<String> zones = new ArrayList<>();

    @Mixin
    Options.Filters filters = new Options.Filters();

    FastRestoreListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<Filter> wanted = new ArrayList<>(filters.filters);
        if (!snapshots.isEmpty()) {
            wanted.add(new Filter("snapshot-id", snapshots));
        }
        if (!zones.isEmpty()) {
            wanted.add(new Filter("availability-zone", zones));
        }
        List<FastSnapshotRestore> found = all(daemon, wanted);
        show(new FastSnapshotRestoreList(found, null), FastRestoreViews.list(found));
        return ExitCode.OK;
    }

    /** All that match. */
    static List<FastSnapshotRestore> all(ApiClient daemon, List<Filter> filters) {
        List<FastSnapshotRestore> found = AllPages.of(
                page -> daemon.call(new DescribeFastSnapshotRestores(filters, page)),
                FastSnapshotRestoreList::fastSnapshotRestores,
                FastSnapshotRestoreList::nextToken);
        return found;
    }
}
