package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.BinnedImage;
import io.ebsnap.api.BinnedImageList;
import io.ebsnap.api.BinnedSnapshot;
import io.ebsnap.api.BinnedSnapshotList;
import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.BinnedVolumeList;
import io.ebsnap.api.Page;
import io.ebsnap.api.RecycleBinRequest.ListImagesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListVolumesInRecycleBin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
            List<BinnedVolume> found = all(page -> {
                BinnedVolumeList part = daemon.call(new ListVolumesInRecycleBin(ids, page));
                return new Part<>(part.volumes(), part.nextToken());
            });
            show(new BinnedVolumeList(found, null), RecycleBinViews.volumes(found));
        } else if (instead.images) {
            List<BinnedImage> found = all(page -> {
                BinnedImageList part = daemon.call(new ListImagesInRecycleBin(ids, page));
                return new Part<>(part.images(), part.nextToken());
            });
            show(new BinnedImageList(found, null), RecycleBinViews.images(found));
        } else {
            List<BinnedSnapshot> found = all(page -> {
                BinnedSnapshotList part = daemon.call(new ListSnapshotsInRecycleBin(ids, page));
                return new Part<>(part.snapshots(), part.nextToken());
            });
            show(new BinnedSnapshotList(found, null), RecycleBinViews.snapshots(found));
        }
        return ExitCode.OK;
    }

    private record Part<T>(List<T> items, @Nullable String nextToken) {}

    private static <T> List<T> all(Function<Page, Part<T>> asked) {
        List<T> found = new ArrayList<>();
        Page page = Page.FIRST;
        while (page != null) {
            Part<T> part = asked.apply(page);
            found.addAll(part.items());
            page = part.nextToken() == null ? null : page.after(part.nextToken());
        }
        return found;
    }
}
