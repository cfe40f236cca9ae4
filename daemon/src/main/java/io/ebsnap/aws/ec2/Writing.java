package io.ebsnap.aws.ec2;

import io.ebsnap.api.Snapshot;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.query.Xml;
import java.util.List;

/** What stands in many answers. */
final class Writing {

    private Writing() {}

    static void tags(List<Tag> tags, Xml out) {
        out.list("tagSet", tags, (tag, item) -> item.add("key", tag.key()).add("value", tag.value()));
    }

    /**
     * A snapshot.
     *
     * @param stateName {@code status}, or in the answer of CreateSnapshots {@code state}
     */
    static void snapshot(Snapshot snapshot, String stateName, Xml out) {
        out.add("snapshotId", snapshot.snapshotId())
                .add("volumeId", snapshot.volumeId())
                .add(stateName, snapshot.state())
                .add("statusMessage", snapshot.stateMessage())
                .add("startTime", snapshot.startTime())
                .add("progress", snapshot.progress())
                .add("ownerId", snapshot.ownerId())
                .add("description", snapshot.description())
                .add("volumeSize", snapshot.volumeSize())
                .add("encrypted", snapshot.encrypted())
                .add("kmsKeyId", snapshot.kmsKeyId());
        tags(snapshot.tags(), out);
        out.add("storageTier", snapshot.storageTier())
                .add("restoreExpiryTime", snapshot.restoreExpiryTime())
                .add("sseType", "sse-kms")
                .add("transferType", "standard")
                .add("completionTime", snapshot.completionTime())
                .add("fullSnapshotSizeInBytes", snapshot.fullSnapshotSizeInBytes());
    }
}
