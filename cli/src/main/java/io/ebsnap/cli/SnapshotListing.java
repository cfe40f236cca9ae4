package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Filter;
import io.ebsnap.api.LockRequest.DescribeLockedSnapshots;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotLock;
import io.ebsnap.api.SnapshotLockList;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotTree;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotTree;
import io.ebsnap.api.SnapshotTreeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebsnap snapshot list}. */
@Command(
        name = "list",
        header = "List the snapshots.",
        description =
                "FULL is the content of all blocks, CHANGED what differs from the parent, STORED what it added to the store.")
final class SnapshotListing extends DaemonCommand {

    @Option(
            names = "--tree",
            description = {
                "Show where each one comes from, and what it takes. A snapshot stands below the one before it of its volume; snapshots of a"
                        + " volume that was made of one stand beside it, moved in.",
                "WRITTEN is what differs from the one before; as stored: STORED is what it takes in all, UNIQUE what nothing else needs, which"
                        + " is what deleting it alone frees, SHARED the rest."
            })
    boolean tree;

    @Mixin
    Options.Filters filters = new Options.Filters();

    @Option(names = "--tier", paramLabel = "standard|archive", description = "Only those in this tier.")
    @Nullable
    String tier;

    @Option(
            names = "--owner",
            paramLabel = "ACCOUNT|self,...",
            split = ",",
            description = "Only those that belong to these accounts, or to one's own.")
    List<String> owners = new ArrayList<>();

    @Option(
            names = "--restorable-by",
            paramLabel = "ACCOUNT|self|all,...",
            split = ",",
            description = "Only those that these accounts may use: their own, shared with them, or public (all).")
    List<String> users = new ArrayList<>();

    @Option(
            names = "--locked",
            description =
                    "List the locks instead, also those that have ended; filters are lock-state, owner-id and snapshot-id.")
    boolean locked;

    @Option(names = "--group", paramLabel = "GROUP", description = "Only those of a group, which show one instant.")
    @Nullable
    String group;

    SnapshotListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (locked) {
            return locks(daemon);
        }
        if (group != null) {
            filters.filters.add(SnapshotGroupMembers.filter(group));
        }
        return tree ? tree(daemon) : list(daemon);
    }

    private List<Filter> wanted() {
        List<Filter> wanted = new ArrayList<>(filters.filters);
        if (tier != null) {
            wanted.add(new Filter("storage-tier", List.of(tier)));
        }
        return wanted;
    }

    private int locks(ApiClient daemon) {
        List<SnapshotLock> locks = AllPages.of(
                page -> daemon.call(new DescribeLockedSnapshots(List.of(), filters.filters, page)),
                SnapshotLockList::snapshots,
                SnapshotLockList::nextToken);
        show(new SnapshotLockList(locks, null), LockViews.list(locks));
        return ExitCode.OK;
    }

    private int list(ApiClient daemon) {
        List<Snapshot> snapshots = AllPages.of(
                page -> daemon.call(new DescribeSnapshots(List.of(), wanted(), page, owners, users)),
                SnapshotList::snapshots,
                SnapshotList::nextToken);
        show(new SnapshotList(snapshots, null), SnapshotViews.list(snapshots));
        return ExitCode.OK;
    }

    private int tree(ApiClient daemon) {
        List<SnapshotTreeEntry> entries = AllPages.of(
                page -> daemon.call(new DescribeSnapshotTree(wanted(), page)),
                SnapshotTree::snapshots,
                SnapshotTree::nextToken);
        show(new SnapshotTree(entries, null), SnapshotViews.tree(new SnapshotForest(entries).lines()));
        if (!session().isJson()) {
            SnapshotViews.estimate(entries.stream()
                            .map(SnapshotTreeEntry::sizes)
                            .filter(Objects::nonNull)
                            .toList())
                    .ifPresent(renderer()::line);
        }
        return ExitCode.OK;
    }
}
