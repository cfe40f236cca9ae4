package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that boto3 and {@code aws ebs} write and read block by block, with a real daemon. */
@RequiresRoot
@Requires(command = {"aws", "python3", "cmp"})
class AwsDirectIT {

    /** What all programs begin with: a volume of 1 GiB with content here and there, and how it is put. */
    private static final String BEGINNING = """
            import base64, hashlib, os, sys
            from concurrent.futures import ThreadPoolExecutor
            import boto3
            from botocore.config import Config
            from botocore.exceptions import ClientError
            BLOCK = 512 * 1024
            endpoint, image = sys.argv[1:3]
            ebs = boto3.client('ebs', endpoint_url=endpoint, config=Config(max_pool_connections=16))
            ec2 = boto3.client('ec2', endpoint_url=endpoint)
            def digest(data):
                return hashlib.sha256(data).digest()
            def text(data):
                return base64.b64encode(data).decode()
            def read(index):
                with open(image, 'rb') as f:
                    f.seek(index * BLOCK)
                    return f.read(BLOCK)
            def put(snapshot, index, data=None):
                data = read(index) if data is None else data
                sum = digest(data)
                answer = ebs.put_snapshot_block(SnapshotId=snapshot, BlockIndex=index, BlockData=data, DataLength=BLOCK,
                    Checksum=text(sum), ChecksumAlgorithm='SHA256')
                assert answer['Checksum'] == text(sum) and answer['ChecksumAlgorithm'] == 'SHA256', answer
                return sum
            def complete(snapshot, sums):
                linear = text(digest(b''.join(sums[index] for index in sorted(sums))))
                answer = ebs.complete_snapshot(SnapshotId=snapshot, ChangedBlocksCount=len(sums), Checksum=linear,
                    ChecksumAlgorithm='SHA256', ChecksumAggregationMethod='LINEAR')
                assert answer['Status'] in ('pending', 'completed'), answer
                ec2.get_waiter('snapshot_completed').wait(SnapshotIds=[snapshot], WaiterConfig={'Delay': 1})
            def put_all(snapshot, indices):
                with ThreadPoolExecutor(16) as pool:
                    return dict(zip(indices, pool.map(lambda index: put(snapshot, index), indices)))
            def pages(call, name, **named):
                found, token = [], None
                while True:
                    page = call(**named, **({'NextToken': token} if token else {}))
                    assert page['BlockSize'] == BLOCK and page['VolumeSize'] == 1, page
                    found += page[name]
                    token = page.get('NextToken')
                    if not token:
                        return found
            def refused(code, reason, call, **named):
                try:
                    call(**named)
                except ClientError as e:
                    assert e.response['Error']['Code'] == code, e.response
                    assert e.response.get('Reason') == reason, e.response
                    return
                raise AssertionError('not refused: ' + code)
            """;

    /** A whole life: order, repeated order, blocks, wrong and right end, lists, blocks again, a child, what differs. */
    private static final String LIFE = """
            indices = [0, 1] + list(range(7, 307)) + [2047]
            with open(image, 'wb') as f:
                f.truncate(2048 * BLOCK)
                for index in indices:
                    f.seek(index * BLOCK)
                    f.write(os.urandom(BLOCK // 2) + bytes(BLOCK // 2))
            order = dict(VolumeSize=1, Description='by blocks', Tags=[{'Key': 'a', 'Value': 'b'}], ClientToken='one', Timeout=10)
            started = ebs.start_snapshot(**order)
            assert started['Status'] == 'pending' and started['BlockSize'] == BLOCK and started['VolumeSize'] == 1, started
            snapshot = started['SnapshotId']
            assert ebs.start_snapshot(**order)['SnapshotId'] == snapshot
            refused('ConflictException', None, ebs.start_snapshot, **{**order, 'Description': 'other'})
            refused('ValidationException', 'INVALID_SNAPSHOT_ID', ebs.list_snapshot_blocks, SnapshotId=snapshot)
            sums = put_all(snapshot, indices)
            sums[0] = put(snapshot, 0, os.urandom(BLOCK))
            sums[0] = put(snapshot, 0)
            refused('ValidationException', 'INVALID_BLOCK', ebs.put_snapshot_block, SnapshotId=snapshot, BlockIndex=3, BlockData=bytes(BLOCK),
                DataLength=BLOCK, Checksum=text(digest(b'')), ChecksumAlgorithm='SHA256')
            refused('ValidationException', 'INVALID_PARAMETER_VALUE', ebs.put_snapshot_block, SnapshotId=snapshot, BlockIndex=2048,
                BlockData=bytes(BLOCK), DataLength=BLOCK, Checksum=text(digest(bytes(BLOCK))), ChecksumAlgorithm='SHA256')
            refused('ValidationException', 'INVALID_BLOCK', ebs.complete_snapshot, SnapshotId=snapshot, ChangedBlocksCount=len(sums) - 1)
            refused('ValidationException', 'INVALID_BLOCK', ebs.complete_snapshot, SnapshotId=snapshot, ChangedBlocksCount=len(sums),
                Checksum=text(digest(b'')), ChecksumAlgorithm='SHA256', ChecksumAggregationMethod='LINEAR')
            complete(snapshot, sums)
            ebs.complete_snapshot(SnapshotId=snapshot, ChangedBlocksCount=len(sums))
            described = ec2.describe_snapshots(SnapshotIds=[snapshot])['Snapshots'][0]
            assert described['Description'] == 'by blocks' and described['Tags'] == [{'Key': 'a', 'Value': 'b'}], described
            listed = pages(ebs.list_snapshot_blocks, 'Blocks', SnapshotId=snapshot, MaxResults=100)
            assert [block['BlockIndex'] for block in listed] == indices, listed
            for block in listed[:20] + listed[-1:]:
                got = ebs.get_snapshot_block(SnapshotId=snapshot, **block)
                data = got['BlockData'].read()
                assert data == read(block['BlockIndex']) and len(data) == got['DataLength'] == BLOCK, block
                assert got['Checksum'] == text(digest(data)) and got['ChecksumAlgorithm'] == 'SHA256', got
            token = listed[0]['BlockToken']
            refused('ValidationException', 'INVALID_BLOCK_TOKEN', ebs.get_snapshot_block, SnapshotId=snapshot, BlockIndex=1, BlockToken=token)
            refused('ValidationException', 'INVALID_BLOCK_TOKEN', ebs.get_snapshot_block, SnapshotId=snapshot, BlockIndex=0, BlockToken='AAAA')
            refused('ResourceNotFoundException', 'SNAPSHOT_NOT_FOUND', ebs.list_snapshot_blocks, SnapshotId='snap-0123456789abcdef0')
            refused('ValidationException', 'INVALID_SNAPSHOT_ID', ebs.put_snapshot_block, SnapshotId=snapshot, BlockIndex=0, BlockData=bytes(BLOCK),
                DataLength=BLOCK, Checksum=text(digest(bytes(BLOCK))), ChecksumAlgorithm='SHA256')
            child = ebs.start_snapshot(VolumeSize=1, ParentSnapshotId=snapshot)
            assert child['ParentSnapshotId'] == snapshot, child
            child = child['SnapshotId']
            complete(child, {1: put(child, 1, bytes(BLOCK)), 5: put(child, 5, b'x' * BLOCK), 8: put(child, 8, os.urandom(BLOCK))})
            changed = pages(ebs.list_changed_blocks, 'ChangedBlocks', FirstSnapshotId=snapshot, SecondSnapshotId=child)
            assert [(c['BlockIndex'], 'FirstBlockToken' in c, 'SecondBlockToken' in c) for c in changed] == [
                (1, True, False), (5, False, True), (8, True, True)], changed
            new = ebs.get_snapshot_block(SnapshotId=child, BlockIndex=5, BlockToken=changed[1]['SecondBlockToken'])['BlockData'].read()
            assert new == b'x' * BLOCK
            print(snapshot)
            """;

    private static final String FIRST_HALF = """
            with open(image, 'wb') as f:
                f.truncate(2048 * BLOCK)
                for index in range(64):
                    f.seek(index * BLOCK)
                    f.write(os.urandom(BLOCK))
            snapshot = ebs.start_snapshot(VolumeSize=1)['SnapshotId']
            put_all(snapshot, range(32))
            print(snapshot)
            """;

    private static final String SECOND_HALF = """
            snapshot = sys.argv[3]
            sums = {index: digest(read(index)) for index in range(32)}
            sums.update(put_all(snapshot, range(32, 64)))
            complete(snapshot, sums)
            """;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    private int port;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        port = AwsTools.freePort();
        Files.writeString(home.config(), "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n");
    }

    private AwsTools tools(RunningDaemon daemon) {
        AwsTools.awaitPort(port);
        return AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
    }

    @Test
    void aSnapshotIsWrittenAndReadBlockByBlock() {
        Path image = folder.resolve("image");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = tools(daemon).python(BEGINNING + LIFE, image.toString());
            assertRestores(snapshot, image);
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void whatWasAnsweredSurvivesTheDaemonsDeath() {
        Path image = folder.resolve("image");
        String snapshot;
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of())) {
            doomed.awaitReady();
            snapshot = tools(doomed).python(BEGINNING + FIRST_HALF, image.toString());
            doomed.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            tools(daemon).python(BEGINNING + SECOND_HALF, image.toString(), snapshot);
            assertRestores(snapshot, image);
            assertThat(daemon.stop()).isZero();
        }
    }

    @Test
    void theCommandLineDoesTheSame() throws IOException {
        Path block = Files.writeString(folder.resolve("block"), "hello");
        Files.write(block, new byte[(512 << 10) - 5], StandardOpenOption.APPEND);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            AwsTools tools = tools(daemon);
            String snapshot = tools.aws("ebs", "start-snapshot", "--volume-size", "1", "--query", "SnapshotId");
            String sum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(TestImage.digest(block)));
            tools.aws(
                    "ebs",
                    "put-snapshot-block",
                    "--snapshot-id",
                    snapshot,
                    "--block-index",
                    "9",
                    "--block-data",
                    block.toString(),
                    "--data-length",
                    "524288",
                    "--checksum",
                    sum,
                    "--checksum-algorithm",
                    "SHA256");
            tools.aws("ebs", "complete-snapshot", "--snapshot-id", snapshot, "--changed-blocks-count", "1");
            String token = tools.aws(
                    "ebs",
                    "list-snapshot-blocks",
                    "--snapshot-id",
                    snapshot,
                    "--query",
                    "Blocks[?BlockIndex==`9`].BlockToken");
            Path got = folder.resolve("got");
            assertThat(tools.aws(
                            "ebs",
                            "get-snapshot-block",
                            "--snapshot-id",
                            snapshot,
                            "--block-index",
                            "9",
                            "--block-token",
                            token,
                            got.toString()))
                    .contains(sum);
            assertThat(got).hasSameBinaryContentAs(block);
            assertThat(daemon.stop()).isZero();
        }
    }

    private void assertRestores(String snapshot, Path image) {
        CommandLine ebsnap = new CommandLine(home);
        Path target = folder.resolve("restored");
        ebsnap.run("restore", "--force", snapshot, target.toString());
        Commands.run("cmp", image.toString(), target.toString());
    }
}
