package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BinnedImage;
import io.ebsnap.api.BinnedImageList;
import io.ebsnap.api.BinnedSnapshot;
import io.ebsnap.api.BinnedSnapshotList;
import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.BinnedVolumeList;
import io.ebsnap.api.RecycleBinRequest.ListImagesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListVolumesInRecycleBin;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin list}. */
@Command(
        name = "list",
        header = "List what is in the recycle bin.",
        description = "Snapshots, with --volumes managed volumes, with --images images.")
final class RecycleBinListing extends DaemonCommand {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Only these. Without any, all.")
    List<String> ids = new ArrayList<>();

    @ArgGroup
    Instead instead = new Instead();

    /** What is listed in place of snapshots. */
    static final class Instead {

        @Option(names = "--volumes", description = "List managed volumes instead.")
        boolean volumes;

        @Option(names = "--images", description = "List images instead.")
        boolean images;
    }

    RecycleBinListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (instead.volumes) {
            List<BinnedVolume> found = AllPages.of(
                    page -> daemon.call(new ListVolumesInRecycleBin(ids, page)),
                    BinnedVolumeList::volumes,
                    BinnedVolumeList::nextToken);
            show(new BinnedVolumeList(found, null), RecycleBinViews.volumes(found));
        } else if (instead.images) {
            List<BinnedImage> found = AllPages.of(
                    page -> daemon.call(new ListImagesInRecycleBin(ids, page)),
                    BinnedImageList::images,
                    BinnedImageList::nextToken);
            show(new BinnedImageList(found, null), RecycleBinViews.images(found));
        } else {
            List<BinnedSnapshot> found = AllPages.of(
                    page -> daemon.call(new ListSnapshotsInRecycleBin(ids, page)),
                    BinnedSnapshotList::snapshots,
                    BinnedSnapshotList::nextToken);
            show(new BinnedSnapshotList(found, null), RecycleBinViews.snapshots(found));
        }
        return ExitCode.OK;
    }
}
