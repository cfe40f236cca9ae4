package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Filter;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.SnapshotTierStatusList;
import io.ebsnap.api.TieringRequest.DescribeSnapshotTierStatus;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot tiers}. */
@Command(
        name = "tiers",
        header = "List the snapshots that are or were moved between the store and the archive.",
        description = "BEFORE is what was moved took in the store, AFTER what it takes in the archive.")
final class SnapshotTiers extends DaemonCommand {

    @Parameters(paramLabel = "SNAP", arity = "0..*", description = "Ids of the snapshots. Without any, all.")
    List<String> snapshots = new ArrayList<>();

    @Mixin
    Options.Filters filters = new Options.Filters();

    SnapshotTiers(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<Filter> wanted = new ArrayList<>(filters.filters);
        if (!snapshots.isEmpty()) {
            wanted.add(new Filter("snapshot-id", snapshots));
        }
        List<SnapshotTierStatus> found = all(daemon, wanted);
        show(new SnapshotTierStatusList(found, null), TierViews.list(found));
        return ExitCode.OK;
    }

    /** All that match. */
    static List<SnapshotTierStatus> all(ApiClient daemon, List<Filter> filters) {
        List<SnapshotTierStatus> found = AllPages.of(
                page -> daemon.call(new DescribeSnapshotTierStatus(filters, page)),
                SnapshotTierStatusList::snapshotTierStatuses,
                SnapshotTierStatusList::nextToken);
        return found;
    }
}
