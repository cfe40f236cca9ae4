package io.ebsnap.aws.ebs;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.rest.RestAction;
import io.ebsnap.aws.rest.RestRequest;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockOrder;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import java.util.Map;
import java.util.function.Function;

/** Reads a block. */
record GetSnapshotBlock(Function<String, DirectSnapshots> direct) implements RestAction {

    private static final int OK = 200;

    @Override
    public AwsAnswer answer(RestRequest in, AwsCall call) {
        String account = call.caller().accountId();
        String token = in.parameter("blockToken");
        if (token == null) {
            throw EbsFaults.invalid(Reason.INVALID_BLOCK_TOKEN, "the parameter blockToken is required");
        }
        BlockOrder block = new BlockOrder(account, EbsReading.snapshot(in), EbsReading.block(in), token);
        in.requireUnderstood();
        byte[] content = new byte[DirectSnapshots.BLOCK_BYTES];
        BlockChecksum checksum = direct.apply(account).getBlock(block, ArraySlice.of(content));
        return new AwsAnswer(
                        OK,
                        "application/octet-stream",
                        Map.of(
                                "x-amz-Data-Length", String.valueOf(content.length),
                                "x-amz-Checksum", checksum.base64(),
                                "x-amz-Checksum-Algorithm", EbsReading.SHA256),
                        content)
                .to(call.requestId());
    }
}
