package io.ebsnap.control;

import io.ebsnap.api.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotGroupId;
import io.ebsnap.identity.SnapshotId;
import java.util.List;

/** Small values between the protocol and the services. */
final class Shapes {

    private static final long GIBIBYTE = 1L << 30;

    private Shapes() {}

    static List<Tag> tags(List<io.ebsnap.catalog.Tag> tags) {
        return tags.stream().map(tag -> new Tag(tag.key(), tag.value())).toList();
    }

    static List<io.ebsnap.catalog.Tag> records(List<Tag> tags) {
        return tags.stream()
                .map(tag -> new io.ebsnap.catalog.Tag(tag.key(), tag.value()))
                .toList();
    }

    /** As EC2 tells a size: rounded up. */
    static long gibibytes(long bytes) {
        return Math.ceilDiv(bytes, GIBIBYTE);
    }

    static SnapshotGroupId snapshotGroupId(String text) {
        if (!SnapshotGroupId.isValid(text)) {
            throw new Failure.Invalid(
                    "'" + text + "' is no id of a group of snapshots", "ebsnap snapshot show tells them");
        }
        return new SnapshotGroupId(text);
    }

    static SnapshotId snapshotId(String text) {
        if (!SnapshotId.isValid(text)) {
            throw new Failure.Invalid("'" + text + "' is no snapshot's id", "ebsnap snapshot list shows them");
        }
        return new SnapshotId(text);
    }
}
