package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BinnedSnapshot;
import io.ebsnap.api.BinnedSnapshotList;
import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.BinnedVolumeList;
import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListVolumesInRecycleBin;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin list}. */
@Command(
        name = "list",
        header = "List what is in the recycle bin.",
        description = "Snapshots, or with --volumes managed volumes.")
final class RecycleBinListing extends DaemonCommand {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Only these. Without any, all.")
    List<String> ids = new ArrayList<>();

    @Option(names = "--volumes", description = "List managed volumes instead.")
    boolean volumes;

    RecycleBinListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (volumes) {
            List<BinnedVolume> found = volumes(daemon);
            show(new BinnedVolumeList(found, null), RecycleBinViews.volumes(found));
        } else {
            List<BinnedSnapshot> found = snapshots(daemon);
            show(new BinnedSnapshotList(found, null), RecycleBinViews.snapshots(found));
        }
        return ExitCode.OK;
    }

    private List<BinnedSnapshot> snapshots(ApiClient daemon) {
        List<BinnedSnapshot> found = AllPages.of(
                page -> daemon.call(new ListSnapshotsInRecycleBin(ids, page)),
                BinnedSnapshotList::snapshots,
                BinnedSnapshotList::nextToken);
        return found;
    }

    private List<BinnedVolume> volumes(ApiClient daemon) {
        List<BinnedVolume> found = AllPages.of(
                page -> daemon.call(new ListVolumesInRecycleBin(ids, page)),
                BinnedVolumeList::volumes,
                BinnedVolumeList::nextToken);
        return found;
    }
}
