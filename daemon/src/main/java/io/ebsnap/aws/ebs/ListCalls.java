package io.ebsnap.aws.ebs;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.json.JsonObject;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRequest;
import io.ebsnap.direct.BlockPage;
import io.ebsnap.direct.ChangeOrder;
import io.ebsnap.direct.ChangedBlock;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.direct.ListedBlock;
import io.ebsnap.direct.PageOrder;
import io.ebsnap.identity.SnapshotId;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Lists the blocks of a snapshot, and those in which two differ. */
record ListCalls(Function<String, DirectSnapshots> direct) {

    private static final int OK = 200;
    private static final int INDEX_MAX = 999_999_999;

    AwsAnswer blocks(RestRequest in, AwsCall call) {
        String account = call.caller().accountId();
        SnapshotId snapshot = EbsReading.snapshot(in);
        PageOrder page = page(in, account);
        in.requireUnderstood();
        return answer(direct.apply(account).listBlocks(snapshot, page), "Blocks", ListCalls::listed, call);
    }

    AwsAnswer changedBlocks(RestRequest in, AwsCall call) {
        String account = call.caller().accountId();
        String first = in.parameter("firstSnapshotId");
        ChangeOrder both = new ChangeOrder(first == null ? null : EbsReading.snapshot(first), EbsReading.snapshot(in));
        PageOrder page = page(in, account);
        in.requireUnderstood();
        return answer(direct.apply(account).listChangedBlocks(both, page), "ChangedBlocks", ListCalls::changed, call);
    }

    private static PageOrder page(RestRequest in, String account) {
        Integer results = in.number("maxResults", 1, PageOrder.RESULTS_MAX);
        Integer start = in.number("startingBlockIndex", 0, INDEX_MAX);
        return new PageOrder(
                account,
                in.parameter("pageToken"),
                Objects.requireNonNullElse(start, 0),
                Objects.requireNonNullElse(results, PageOrder.RESULTS_MIN));
    }

    private static <B> AwsAnswer answer(
            BlockPage<B> page, String name, BiConsumer<B, JsonObject> writer, AwsCall call) {
        JsonObject out = new JsonObject()
                .list(name, page.blocks(), writer)
                .add("ExpiryTime", page.expiryTime())
                .add("VolumeSize", page.volumeGibibytes())
                .add("BlockSize", DirectSnapshots.BLOCK_BYTES)
                .add("NextToken", page.nextToken());
        return RestAnswers.of(OK, out, call.requestId());
    }

    private static void listed(ListedBlock block, JsonObject out) {
        out.add("BlockIndex", block.index()).add("BlockToken", block.token());
    }

    private static void changed(ChangedBlock block, JsonObject out) {
        out.add("BlockIndex", block.index())
                .add("FirstBlockToken", block.firstToken())
                .add("SecondBlockToken", block.secondToken());
    }
}
