package io.ebsnap.aws.ebs;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.rest.RestRequest;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.failure.Reason;
import io.ebsnap.identity.SnapshotId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What several calls have among their parameters. */
final class EbsReading {

    static final String CHECKSUM = "x-amz-checksum";
    static final String ALGORITHM = "x-amz-checksum-algorithm";
    static final String SHA256 = "SHA256";

    private static final Pattern FORM = Pattern.compile("snap-[0-9a-f]{1,59}");
    private static final int NOT_FOUND = 404;

    private EbsReading() {}

    /** The snapshot that the path names. */
    static SnapshotId snapshot(RestRequest in) {
        return snapshot(in.variable("snapshotId"));
    }

    /** What has the form of an id in AWS, and not of one here, is of no snapshot. */
    static SnapshotId snapshot(String text) {
        if (!FORM.matcher(text).matches()) {
            throw EbsFaults.invalid(Reason.INVALID_SNAPSHOT_ID, "'" + text + "' is no id of a snapshot");
        }
        if (!SnapshotId.isValid(text)) {
            throw new AwsFault(NOT_FOUND, "ResourceNotFoundException", "there is no " + text)
                    .with("Reason", Reason.SNAPSHOT_NOT_FOUND.name());
        }
        return new SnapshotId(text);
    }

    /** The block that the path names. */
    static int block(RestRequest in) {
        return RestRequest.number("BlockIndex", in.variable("blockIndex"), 0, 999_999_999);
    }

    /** The checksum of the head; null if it has none. */
    static @Nullable BlockChecksum checksum(RestRequest in) {
        String checksum = in.header(CHECKSUM);
        if (checksum == null) {
            return null;
        }
        if (!in.requiredHeader(ALGORITHM).equals(SHA256)) {
            throw EbsFaults.invalid("the algorithm of checksums is " + SHA256);
        }
        return BlockChecksum.parse(checksum);
    }
}
