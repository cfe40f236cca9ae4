package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Snapshots that are named, or all of a group. */
final class SnapshotGroupMembers {

    @Parameters(paramLabel = "SNAP", arity = "1..*", description = "Ids of the snapshots.")
    List<String> snapshots = new ArrayList<>();

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            required = true,
            description = "All snapshots of this group, which show one instant.")
    @Nullable
    String group;

    /** Their ids. */
    List<String> ids(ApiClient daemon) {
        if (group == null) {
            return snapshots;
        }
        SnapshotList found = daemon.call(new DescribeSnapshots(List.of(), List.of(filter(group)), Page.FIRST));
        if (found.snapshots().isEmpty()) {
            throw new Refusal(
                    ExitCode.NOT_FOUND,
                    "there is no snapshot of " + group,
                    "ebsnap snapshot show tells the group of one");
        }
        return found.snapshots().stream().map(Snapshot::snapshotId).toList();
    }

    /** Lets only those of a group through. */
    static Filter filter(String group) {
        return new Filter("snapshot-group-id", List.of(group));
    }
}
