package io.ebsnap.aws.ebs;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.rest.RestAction;
import io.ebsnap.aws.rest.RestRequest;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockUpload;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a block of a pending snapshot. Signatures of these are not remembered, for there are thousands a second: one that is sent again writes again what its signer has
 * written there.
 */
record PutSnapshotBlock(Function<String, DirectSnapshots> direct) implements RestAction {

    private static final int CREATED = 201;
    private static final int PERCENT_MAX = 100;

    @Override
    public AwsAnswer answer(RestRequest in, AwsCall call) {
        BlockUpload block = new BlockUpload(EbsReading.snapshot(in), EbsReading.block(in), checksum(in));
        requireLength(in);
        String progress = in.header("x-amz-progress");
        if (progress != null) {
            RestRequest.number("Progress", progress, 0, PERCENT_MAX);
        }
        in.requireUnderstood();
        direct.apply(call.caller().accountId())
                .putBlock(block, ArraySlice.of(call.request().body()));
        return new AwsAnswer(
                        CREATED,
                        "application/json",
                        Map.of(
                                "x-amz-Checksum",
                                block.checksum().base64(),
                                "x-amz-Checksum-Algorithm",
                                EbsReading.SHA256),
                        "{}".getBytes(StandardCharsets.US_ASCII))
                .to(call.requestId());
    }

    private static BlockChecksum checksum(RestRequest in) {
        BlockChecksum checksum = EbsReading.checksum(in);
        if (checksum == null) {
            throw EbsFaults.invalid("the header " + EbsReading.CHECKSUM + " is required");
        }
        return checksum;
    }

    private static void requireLength(RestRequest in) {
        String said = in.requiredHeader("x-amz-data-length");
        int length = in.request().body().length;
        if (!said.equals(String.valueOf(DirectSnapshots.BLOCK_BYTES))) {
            throw EbsFaults.invalid("DataLength is " + DirectSnapshots.BLOCK_BYTES + ", not " + said);
        }
        if (length != DirectSnapshots.BLOCK_BYTES) {
            throw EbsFaults.invalid(
                    Reason.INVALID_BLOCK, "a block has " + DirectSnapshots.BLOCK_BYTES + " bytes, not " + length);
        }
    }
}
