package io.ebsnap.aws.ec2;

import io.ebsnap.api.BinnedImage;
import io.ebsnap.api.BinnedSnapshot;
import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.RecycleBinRequest.ListImagesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListVolumesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreImageFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreVolumeFromRecycleBin;
import io.ebsnap.api.Snapshot;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Snapshots, volumes and images in the recycle bin. */
final class RecycleBinActions implements Ec2Actions {

    private static final String SNAPSHOTS = "ListSnapshotsInRecycleBin";
    private static final String VOLUMES = "ListVolumesInRecycleBin";
    private static final String IMAGES = "ListImagesInRecycleBin";

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                SNAPSHOTS,
                RecycleBinActions::snapshots,
                "RestoreSnapshotFromRecycleBin",
                in -> new Prepared.Asked<>(
                        new RestoreSnapshotFromRecycleBin(Reading.id(in, "SnapshotId", Kind.SNAPSHOT)),
                        (answer, out) -> restored(answer.snapshots().getFirst(), out)),
                VOLUMES,
                RecycleBinActions::volumes,
                "RestoreVolumeFromRecycleBin",
                in -> Prepared.done(new RestoreVolumeFromRecycleBin(Reading.id(in, "VolumeId", Kind.VOLUME))),
                IMAGES,
                RecycleBinActions::images,
                "RestoreImageFromRecycleBin",
                in -> Prepared.done(new RestoreImageFromRecycleBin(Reading.id(in, "ImageId", Kind.IMAGE))));
    }

    private static Prepared snapshots(Parameters in) {
        List<String> ids = Reading.ids(in, "SnapshotId", Kind.SNAPSHOT);
        return new Prepared.Asked<>(
                new ListSnapshotsInRecycleBin(ids, Reading.page(in, SNAPSHOTS, 5, !ids.isEmpty())), (answer, out) -> {
                    out.list("snapshotSet", answer.snapshots(), RecycleBinActions::snapshot);
                    out.add("nextToken", Reading.token(SNAPSHOTS, answer.nextToken()));
                });
    }

    private static void snapshot(BinnedSnapshot snapshot, Xml out) {
        out.add("snapshotId", snapshot.snapshotId())
                .add("recycleBinEnterTime", snapshot.recycleBinEnterTime())
                .add("recycleBinExitTime", snapshot.recycleBinExitTime())
                .add("description", snapshot.description())
                .add("volumeId", snapshot.volumeId());
    }

    private static void restored(Snapshot snapshot, Xml out) {
        out.add("snapshotId", snapshot.snapshotId())
                .add("description", snapshot.description())
                .add("encrypted", snapshot.encrypted())
                .add("ownerId", snapshot.ownerId())
                .add("progress", snapshot.progress())
                .add("startTime", snapshot.startTime())
                .add("status", snapshot.state())
                .add("volumeId", snapshot.volumeId())
                .add("volumeSize", snapshot.volumeSize())
                .add("sseType", "sse-kms");
    }

    private static Prepared volumes(Parameters in) {
        List<String> ids = Reading.ids(in, "VolumeId", Kind.VOLUME);
        return new Prepared.Asked<>(
                new ListVolumesInRecycleBin(ids, Reading.page(in, VOLUMES, 5, !ids.isEmpty())), (answer, out) -> {
                    out.list("volumeSet", answer.volumes(), RecycleBinActions::volume);
                    out.add("nextToken", Reading.token(VOLUMES, answer.nextToken()));
                });
    }

    private static void volume(BinnedVolume volume, Xml out) {
        out.add("volumeId", volume.volumeId());
        Performance.write(volume.performance(), volume.size(), out);
        out.add("size", volume.size())
                .add("recycleBinEnterTime", volume.recycleBinEnterTime())
                .add("recycleBinExitTime", volume.recycleBinExitTime());
    }

    private static Prepared images(Parameters in) {
        List<String> ids = Reading.ids(in, "ImageId", Kind.IMAGE);
        return new Prepared.Asked<>(
                new ListImagesInRecycleBin(ids, Reading.page(in, IMAGES, 1, !ids.isEmpty())), (answer, out) -> {
                    out.list("imageSet", answer.images(), RecycleBinActions::image);
                    out.add("nextToken", Reading.token(IMAGES, answer.nextToken()));
                });
    }

    private static void image(BinnedImage image, Xml out) {
        out.add("imageId", image.imageId())
                .add("name", image.name())
                .add("description", image.description())
                .add("recycleBinEnterTime", image.recycleBinEnterTime())
                .add("recycleBinExitTime", image.recycleBinExitTime());
    }
}
