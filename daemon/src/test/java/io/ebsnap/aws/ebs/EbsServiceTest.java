package io.ebsnap.aws.ebs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Done;
import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsRequest.Header;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockOrder;
import io.ebsnap.direct.BlockPage;
import io.ebsnap.direct.BlockUpload;
import io.ebsnap.direct.ChangeOrder;
import io.ebsnap.direct.ChangedBlock;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.direct.ListedBlock;
import io.ebsnap.direct.PageOrder;
import io.ebsnap.direct.UploadEnd;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyArns;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The direct APIs on the wire: names and places of what comes and goes, and what each failure becomes. */
class EbsServiceTest {

    private static final String ID = "snap-0123456789abcdef0";
    private static final Instant EXPIRY = Instant.ofEpochMilli(1_592_983_796_490L);

    private final Asked asked = new Asked();
    private final EbsService service = new EbsService(account -> asked, new KeyArns("local", "000000000000"));
    private int claims;

    /** Notes what is asked, answers reading, and fails as it was told to. */
    private static final class Asked implements DirectSnapshots {
        private final List<Object> calls = new ArrayList<>();
        private Failure failure = new Failure.Unavailable("not told", null);

        @Override
        public SnapshotRecord start(UploadOrder order) {
            calls.add(order);
            throw failure;
        }

        @Override
        public void putBlock(BlockUpload block, ArraySlice content) {
            calls.add(block);
            if (!BlockChecksum.of(content).equals(block.checksum())) {
                throw new Failure.Invalid(Reason.INVALID_BLOCK, "another checksum");
            }
        }

        @Override
        public SnapshotRecord complete(UploadEnd end) {
            calls.add(end);
            throw failure;
        }

        @Override
        public BlockPage<ListedBlock> listBlocks(SnapshotId snapshot, PageOrder page) {
            calls.add(page);
            return new BlockPage<>(List.of(new ListedBlock(3, "tok+en=")), EXPIRY, 1, "next");
        }

        @Override
        public BlockPage<ChangedBlock> listChangedBlocks(ChangeOrder snapshots, PageOrder page) {
            calls.add(snapshots);
            return new BlockPage<>(
                    List.of(new ChangedBlock(1, "a", null), new ChangedBlock(2, null, "b")), EXPIRY, 1, null);
        }

        @Override
        public BlockChecksum getBlock(BlockOrder block, ArraySlice target) {
            calls.add(block);
            target.array()[0] = 1;
            return BlockChecksum.of(target);
        }
    }

    private AwsAnswer send(String method, String path, String query, byte[] body, Header... headers) {
        AwsRequest request = new AwsRequest(method, path, query, List.of(headers), body, Optional.empty());
        AwsCaller caller = new AwsCaller("111111111111", "", any -> new Done(true));
        try {
            return service.answer(new AwsCall(request, caller, "id-1", () -> claims++));
        } catch (AwsFault e) {
            return service.refusal(e, "id-1");
        }
    }

    private AwsAnswer send(String method, String path, String query) {
        return send(method, path, query, new byte[0]);
    }

    private static String text(AwsAnswer answer) {
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Header[] blockHeaders(byte[] block) {
        return new Header[] {
            new Header("x-amz-data-length", "524288"),
            new Header("x-amz-checksum", BlockChecksum.of(ArraySlice.of(block)).base64()),
            new Header("x-amz-checksum-algorithm", "SHA256"),
            new Header("x-amz-progress", "50")
        };
    }

    @Test
    void anOrderIsReadAndItsFailureTold() {
        asked.failure = new Failure.Conflict("the ClientToken was used for another order");
        AwsAnswer answer = send("POST", "/snapshots", "", bytes("""
                {"VolumeSize": 2, "ParentSnapshotId": "%s", "Tags": [{"Key": "k", "Value": "v"}, {"Key": "l"}], "Description": "d",
                 "ClientToken": "t", "Encrypted": true, "KmsKeyArn": "arn", "Timeout": 10}""".formatted(ID)));
        assertThat(text(answer)).startsWith("409 {\"Message\":\"the ClientToken");
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "ConflictException");
        assertThat(asked.calls).singleElement().isInstanceOfSatisfying(UploadOrder.class, order -> {
            assertThat(order.volumeGibibytes()).isEqualTo(2);
            assertThat(order.parent()).isEqualTo(new SnapshotId(ID));
            assertThat(order.tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .containsExactly("k=v", "l=");
            assertThat(order.clientToken()).isEqualTo("t");
            assertThat(order.sealing()).isEqualTo(new UploadOrder.Sealing(true, "arn", null));
            assertThat(order.timeoutMinutes()).isEqualTo(10);
        });
        assertThat(claims).as("the client token is for that").isZero();
        send("POST", "/snapshots", "", bytes("{\"VolumeSize\": 1}"));
        assertThat(claims).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | VolumeSize is required",
                "{\"VolumeSize\": 0} | VolumeSize is not a whole number from 1 to 65536",
                "{\"VolumeSize\": 1, \"Timeout\": 9} | Timeout is not",
                "{\"VolumeSize\": 1, \"Colour\": 9} | Colour is not understood",
                "{\"VolumeSize\": 1, \"ParentSnapshotId\": \"vol-1\"} | is no id of a snapshot",
            })
    void whatIsWrongInAnOrderIsAValidationException(String body, String message) {
        AwsAnswer answer = send("POST", "/snapshots", "", bytes(body));
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "ValidationException");
        assertThat(text(answer)).startsWith("400 ").contains(message).contains("\"Reason\":\"INVALID_");
        assertThat(asked.calls).isEmpty();
        assertThat(claims).isZero();
    }

    @Test
    void aBlockIsWrittenAndItsChecksumAnswered() {
        byte[] block = new byte[DirectSnapshots.BLOCK_BYTES];
        block[5] = 5;
        AwsAnswer answer = send("PUT", "/snapshots/" + ID + "/blocks/7", "", block, blockHeaders(block));
        assertThat(text(answer)).isEqualTo("201 {}");
        assertThat(answer.headers())
                .containsEntry(
                        "x-amz-Checksum", BlockChecksum.of(ArraySlice.of(block)).base64())
                .containsEntry("x-amz-Checksum-Algorithm", "SHA256");
        assertThat(asked.calls)
                .containsExactly(new BlockUpload(new SnapshotId(ID), 7, BlockChecksum.of(ArraySlice.of(block))));
        assertThat(claims).isZero();
    }

    @Test
    void aBlockThatIsNotWholeOrNotItselfIsRefused() {
        byte[] block = new byte[DirectSnapshots.BLOCK_BYTES];
        Header[] headers = blockHeaders(block);
        byte[] other = block.clone();
        other[0] = 1;
        String path = "/snapshots/" + ID + "/blocks/7";
        assertThat(text(send("PUT", path, "", other, headers))).contains("INVALID_BLOCK");
        assertThat(text(send("PUT", path, "", new byte[512], headers))).contains("INVALID_BLOCK");
        assertThat(text(send("PUT", path, "", block))).contains("x-amz-checksum is required");
        assertThat(text(send("PUT", path, "", block, headers[1], headers[2])))
                .contains("x-amz-data-length is required");
        assertThat(text(send("PUT", path, "", block, new Header("x-amz-data-length", "512"), headers[1], headers[2])))
                .contains("DataLength is 524288");
        assertThat(text(send(
                        "PUT", path, "", block, headers[0], headers[1], new Header("x-amz-checksum-algorithm", "MD5"))))
                .contains("SHA256");
        assertThat(text(send("PUT", path, "", block, headers[0], new Header("x-amz-checksum", "AA=="), headers[2])))
                .contains("INVALID_PARAMETER_VALUE");
        assertThat(text(send("PUT", "/snapshots/" + ID + "/blocks/-1", "", block, headers)))
                .contains("BlockIndex");
        assertThat(text(send("PUT", "/snapshots/snap-1/blocks/1", "", block, headers)))
                .startsWith("404 ")
                .contains("SNAPSHOT_NOT_FOUND");
    }

    @Test
    void aBlockIsReadWithItsChecksum() {
        AwsAnswer answer = send("GET", "/snapshots/" + ID + "/blocks/7", "blockToken=a%2Bb%3D");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/octet-stream");
        assertThat(answer.body()).hasSize(DirectSnapshots.BLOCK_BYTES).startsWith(1, 0);
        assertThat(answer.headers())
                .containsEntry("x-amz-Data-Length", "524288")
                .containsEntry("x-amz-Checksum-Algorithm", "SHA256")
                .containsKey("x-amz-Checksum");
        assertThat(asked.calls).containsExactly(new BlockOrder("111111111111", new SnapshotId(ID), 7, "a+b="));
        assertThat(text(send("GET", "/snapshots/" + ID + "/blocks/7", ""))).contains("INVALID_BLOCK_TOKEN");
    }

    @Test
    void anEndIsRead() {
        asked.failure = new Failure.Invalid(Reason.INVALID_BLOCK, "another count");
        AwsAnswer answer = send(
                "POST",
                "/snapshots/completion/" + ID,
                "",
                new byte[0],
                new Header("x-amz-changedblockscount", "3"),
                new Header("x-amz-checksum", BlockChecksum.OF_ZEROS.base64()),
                new Header("x-amz-checksum-algorithm", "SHA256"),
                new Header("x-amz-checksum-aggregation-method", "LINEAR"));
        assertThat(text(answer)).isEqualTo("400 {\"Message\":\"another count\",\"Reason\":\"INVALID_BLOCK\"}");
        assertThat(asked.calls).containsExactly(new UploadEnd(new SnapshotId(ID), 3, BlockChecksum.OF_ZEROS));
        assertThat(claims).isZero();
        assertThat(text(send("POST", "/snapshots/completion/" + ID, ""))).contains("changedblockscount is required");
    }

    @Test
    void blocksAreListed() {
        assertThat(text(send("GET", "/snapshots/" + ID + "/blocks", "maxResults=5&startingBlockIndex=2&pageToken=p")))
                .isEqualTo(
                        "200 {\"Blocks\":[{\"BlockIndex\":3,\"BlockToken\":\"tok+en=\"}],\"ExpiryTime\":1592983796.490,\"VolumeSize\":1,"
                                + "\"BlockSize\":524288,\"NextToken\":\"next\"}");
        assertThat(asked.calls).containsExactly(new PageOrder("111111111111", "p", 2, 5));
        assertThat(text(send("GET", "/snapshots/" + ID + "/blocks", "maxResults=10001")))
                .startsWith("400 ");
    }

    @Test
    void changedBlocksAreListed() {
        assertThat(text(send("GET", "/snapshots/" + ID + "/changedblocks", "firstSnapshotId=snap-0123456789abcdef1")))
                .isEqualTo(
                        "200 {\"ChangedBlocks\":[{\"BlockIndex\":1,\"FirstBlockToken\":\"a\"},{\"BlockIndex\":2,\"SecondBlockToken\":\"b\"}],"
                                + "\"ExpiryTime\":1592983796.490,\"VolumeSize\":1,\"BlockSize\":524288}");
        assertThat(asked.calls)
                .containsExactly(new ChangeOrder(new SnapshotId("snap-0123456789abcdef1"), new SnapshotId(ID)));
        send("GET", "/snapshots/" + ID + "/changedblocks", "");
        assertThat(asked.calls).contains(new ChangeOrder(null, new SnapshotId(ID)));
    }

    @Test
    void whatMayWorkLaterIsToBeTriedAgain() {
        byte[] order = bytes("{\"VolumeSize\": 1}");
        asked.failure = new Failure.Unavailable("later", null);
        assertThat(text(send("POST", "/snapshots", "", order))).startsWith("503 ");
        asked.failure = new Failure.Internal("ours", null);
        assertThat(text(send("POST", "/snapshots", "", order))).startsWith("500 ");
        asked.failure = new Failure.Exhausted("64 are pending", null);
        assertThat(send("POST", "/snapshots", "", order).headers())
                .containsEntry("x-amzn-ErrorType", "ConcurrentLimitExceededException");
        asked.failure = new Failure.Corrupt("damaged");
        assertThat(text(send("POST", "/snapshots", "", order))).startsWith("400 ");
        asked.failure = new Failure.Denied("not yours");
        assertThat(text(send("POST", "/snapshots", "", order)))
                .startsWith("403 ")
                .contains("UNAUTHORIZED_ACCOUNT");
    }

    @Test
    void onlyABlockNeedNotBeSigned() {
        assertThat(service.takesUnsignedBody(request("PUT", "/snapshots/" + ID + "/blocks/1")))
                .isTrue();
        assertThat(service.takesUnsignedBody(request("POST", "/snapshots"))).isFalse();
        assertThat(service.takes(request("POST", "/snapshots"))).isTrue();
        assertThat(service.takes(request("POST", "/snapshotsandmore"))).isFalse();
        assertThat(service.fault(new AccessRefused(AccessRefused.Reason.REPLAYED, "x"))
                        .code())
                .as("a code by which SDKs sign anew")
                .isEqualTo("ThrottlingException");
        assertThat(service.fault(new AccessRefused(AccessRefused.Reason.MISMATCH, "x"))
                        .code())
                .isEqualTo("InvalidSignatureException");
        assertThat(text(send("GET", "/snapshots", ""))).startsWith("400 ");
    }

    private static AwsRequest request(String method, String path) {
        return new AwsRequest(method, path, "", List.of(), new byte[0], Optional.empty());
    }
}
