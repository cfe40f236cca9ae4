package io.ebsnap.aws.ebs;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRequest;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.direct.UploadEnd;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.kms.KeyArns;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins and completes snapshots that are written block by block. An order with a client token, and an end, do nothing when they are sent once more: a client may do that within the second in which it
 * has signed the first one.
 */
record UploadCalls(Function<String, DirectSnapshots> direct, KeyArns arns) {

    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int GIBIBYTES_MAX = 65_536;
    private static final int TIMEOUT_MIN = 10;
    private static final int TIMEOUT_MAX = 4320;
    private static final int COUNT_MAX = 999_999_999;

    AwsAnswer start(RestRequest in, AwsCall call) {
        String account = call.caller().accountId();
        in.requireUnderstood();
        UploadOrder order = order(JsonMembers.of(in.request().body()), account);
        if (order.clientToken() == null) {
            call.claim().run();
        }
        SnapshotRecord record = direct.apply(account).start(order);
        return RestAnswers.of(CREATED, started(record, order), call.requestId());
    }

    private static UploadOrder order(JsonMembers in, String account) {
        Long size = in.number("VolumeSize", 1, GIBIBYTES_MAX);
        if (size == null) {
            throw in.missing("VolumeSize");
        }
        String parent = in.text("ParentSnapshotId");
        UploadOrder order = new UploadOrder(
                account,
                size,
                parent == null ? null : EbsReading.snapshot(parent),
                in.text("Description"),
                tags(in),
                in.text("ClientToken"),
                new UploadOrder.Sealing(in.flag("Encrypted"), in.text("KmsKeyArn"), null),
                in.integer("Timeout", TIMEOUT_MIN, TIMEOUT_MAX));
        in.requireUnderstood();
        return order;
    }

    private static List<Tag> tags(JsonMembers in) {
        return in.objects("Tags").stream()
                .map(tag -> {
                    String value = tag.text("Value");
                    return new Tag(tag.required("Key"), value == null ? "" : value);
                })
                .toList();
    }

    private JsonObject started(SnapshotRecord record, UploadOrder order) {
        return new JsonObject()
                .add("Description", record.description())
                .add("SnapshotId", record.snapshotId())
                .add("OwnerId", record.ownerId())
                .add("Status", word(record.state()))
                .add("StartTime", record.startTime())
                .add("VolumeSize", order.volumeGibibytes())
                .add("BlockSize", DirectSnapshots.BLOCK_BYTES)
                .list(
                        "Tags",
                        record.tags(),
                        (tag, item) -> item.add("Key", tag.key()).add("Value", tag.value()))
                .add("ParentSnapshotId", record.origin().parentSnapshotId())
                .add("KmsKeyArn", arns.of(record.kmsKeyId(), record.ownerId()))
                .add("SseType", "sse-kms");
    }

    AwsAnswer complete(RestRequest in, AwsCall call) {
        int count =
                RestRequest.number("ChangedBlocksCount", in.requiredHeader("x-amz-changedblockscount"), 0, COUNT_MAX);
        UploadEnd end = new UploadEnd(EbsReading.snapshot(in), count, linear(in));
        in.requireUnderstood();
        SnapshotRecord record = direct.apply(call.caller().accountId()).complete(end);
        return RestAnswers.of(ACCEPTED, new JsonObject().add("Status", word(record.state())), call.requestId());
    }

    /** Another way to add checksums up than over all of them in order is not known. */
    private static @Nullable BlockChecksum linear(RestRequest in) {
        BlockChecksum checksum = EbsReading.checksum(in);
        String method = in.header("x-amz-checksum-aggregation-method");
        if (method != null && !method.equals("LINEAR")) {
            throw EbsFaults.invalid("the checksum's aggregation method is LINEAR");
        }
        return checksum;
    }

    private static String word(SnapshotState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
