package io.ebsnap.aws.ec2;

import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.Snapshot;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Snapshots in the recycle bin. */
final class RecycleBinActions implements Ec2Actions {

    private static final String LIST = "ListSnapshotsInRecycleBin";

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                LIST,
                RecycleBinActions::list,
                "RestoreSnapshotFromRecycleBin",
                in -> new Prepared.Asked<>(
                        new RestoreSnapshotFromRecycleBin(Reading.id(in, "SnapshotId", Kind.SNAPSHOT)),
                        (answer, out) -> restored(answer.snapshots().getFirst(), out)));
    }

    private static Prepared list(Parameters in) {
        List<String> ids = Reading.ids(in, "SnapshotId", Kind.SNAPSHOT);
        return new Prepared.Asked<>(
                new ListSnapshotsInRecycleBin(ids, Reading.page(in, LIST, 5, !ids.isEmpty())), (answer, out) -> {
                    out.list(
                            "snapshotSet",
                            answer.snapshots(),
                            (each, item) -> item.add("snapshotId", each.snapshotId())
                                    .add("recycleBinEnterTime", each.recycleBinEnterTime())
                                    .add("recycleBinExitTime", each.recycleBinExitTime())
                                    .add("description", each.description())
                                    .add("volumeId", each.volumeId()));
                    out.add("nextToken", Reading.token(LIST, answer.nextToken()));
                });
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
}
