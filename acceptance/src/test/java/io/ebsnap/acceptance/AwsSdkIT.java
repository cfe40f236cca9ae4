package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ebs.model.Block;
import software.amazon.awssdk.services.ebs.model.ChangedBlock;
import software.amazon.awssdk.services.ebs.model.ChecksumAggregationMethod;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.ebs.model.GetSnapshotBlockResponse;
import software.amazon.awssdk.services.ebs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ebs.model.ValidationException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LockMode;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS's SDK for Java runs whole scenarios against a real daemon, and every answer is as the SDK's own model has it. */
@RequiresRoot
class AwsSdkIT {

    private static final int BLOCK_BYTES = 512 << 10;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private RunningDaemon daemon;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private AwsSdk sdk;

    @BeforeEach
    void start() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        int port = AwsTools.freePort();
        Files.writeString(home.config(), "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n");
        daemon = RunningDaemon.start(home);
        AwsTools.awaitPort(port);
        sdk = new AwsSdk(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String volume() {
        return daemon.call(new VolumeRequest.CreateVolume(
                        null, 4L << 20, null, List.of(), "data", null, false, null, null, null))
                .volumeId();
    }

    @Test
    void snapshotsLiveAWholeLife() {
        try (Ec2Client ec2 = sdk.client(Ec2Client.builder());
                StsClient sts = sdk.client(StsClient.builder())) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("000000000000");
            assertThat(ec2.describeRegions().regions()).hasSize(1);
            assertThat(ec2.describeAvailabilityZones().availabilityZones()).isNotEmpty();
            assertThat(ec2.describeInstances().reservations()).hasSize(1);
            String volume = volume();
            String snapshot = ec2.createSnapshot(order -> order.volumeId(volume)
                            .description("by the SDK")
                            .tagSpecifications(TagSpecification.builder()
                                    .resourceType(ResourceType.SNAPSHOT)
                                    .tags(Tag.builder().key("a").value("1").build())
                                    .build()))
                    .snapshotId();
            assertThat(ec2.waiter()
                            .waitUntilSnapshotCompleted(which -> which.snapshotIds(snapshot))
                            .attemptsExecuted())
                    .isEqualTo(1);
            Filter tagged = Filter.builder().name("tag:a").values("1", "2?").build();
            assertThat(ec2.describeSnapshotsPaginator(
                                    which -> which.filters(tagged).maxResults(5))
                            .snapshots())
                    .extracting(Snapshot::snapshotId, Snapshot::state)
                    .containsExactly(tuple(snapshot, SnapshotState.COMPLETED));
            ec2.createTags(tags -> tags.resources(snapshot)
                    .tags(Tag.builder().key("b").value("2").build()));
            assertThat(ec2.describeTags().tags()).hasSize(2);
            ec2.deleteTags(
                    tags -> tags.resources(snapshot).tags(Tag.builder().key("b").build()));
            String copy = ec2.copySnapshot(order -> order.sourceRegion("local")
                            .sourceSnapshotId(snapshot)
                            .presignedUrl("https://unused.invalid/"))
                    .snapshotId();
            ec2.lockSnapshot(
                    lock -> lock.snapshotId(copy).lockMode(LockMode.GOVERNANCE).lockDuration(1));
            assertThat(ec2.describeLockedSnapshots(_ -> {}).snapshots()).hasSize(1);
            refused("InvalidSnapshot.InUse", () -> ec2.deleteSnapshot(which -> which.snapshotId(copy)));
            ec2.unlockSnapshot(which -> which.snapshotId(copy));
            refused(
                    "DryRunOperation",
                    () -> ec2.deleteSnapshot(which -> which.snapshotId(copy).dryRun(true)));
            ec2.deleteSnapshot(which -> which.snapshotId(copy));
            refused("InvalidSnapshot.NotFound", () -> ec2.describeSnapshots(which -> which.snapshotIds(copy)));
            assertThat(ec2.getEbsEncryptionByDefault(_ -> {}).ebsEncryptionByDefault())
                    .isNotNull();
            assertThat(ec2.describeVolumes().volumes()).isNotEmpty();
        }
        assertModelled(25);
    }

    private void assertModelled(int heldMin) {
        assertThat(sdk.model().strange()).isEmpty();
        assertThat(sdk.model().held()).isGreaterThan(heldMin);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void blocksAreWrittenAndRead() {
        try (EbsClient ebs = sdk.client(EbsClient.builder());
                Ec2Client ec2 = sdk.client(Ec2Client.builder())) {
            String snapshot = ebs.startSnapshot(order -> order.volumeSize(1L).description("by the SDK"))
                    .snapshotId();
            TreeMap<Integer, byte[]> blocks = new TreeMap<>();
            IntStream.of(0, 5, 2047).forEach(index -> blocks.put(index, block(index)));
            blocks.forEach((index, content) -> put(ebs, snapshot, index, content));
            MessageDigest linear = sha256();
            blocks.values().forEach(content -> linear.update(sha256().digest(content)));
            ebs.completeSnapshot(end -> end.snapshotId(snapshot)
                    .changedBlocksCount(blocks.size())
                    .checksum(Base64.getEncoder().encodeToString(linear.digest()))
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                    .checksumAggregationMethod(ChecksumAggregationMethod.LINEAR));
            ec2.waiter().waitUntilSnapshotCompleted(which -> which.snapshotIds(snapshot));
            List<Block> listed = ebs.listSnapshotBlocksPaginator(which -> which.snapshotId(snapshot)).stream()
                    .flatMap(page -> page.blocks().stream())
                    .toList();
            assertThat(listed).extracting(Block::blockIndex).containsExactly(0, 5, 2047);
            for (Block each : listed) {
                ResponseBytes<GetSnapshotBlockResponse> got = ebs.getSnapshotBlockAsBytes(which ->
                        which.snapshotId(snapshot).blockIndex(each.blockIndex()).blockToken(each.blockToken()));
                assertThat(got.asByteArray()).isEqualTo(blocks.get(each.blockIndex()));
                assertThat(got.response().checksum()).isEqualTo(checksum(got.asByteArray()));
            }
            String child = ebs.startSnapshot(order -> order.volumeSize(1L).parentSnapshotId(snapshot))
                    .snapshotId();
            put(ebs, child, 5, block(99));
            ebs.completeSnapshot(end -> end.snapshotId(child).changedBlocksCount(1));
            assertThat(ebs
                            .listChangedBlocksPaginator(
                                    which -> which.firstSnapshotId(snapshot).secondSnapshotId(child))
                            .stream()
                            .flatMap(page -> page.changedBlocks().stream())
                            .toList())
                    .extracting(ChangedBlock::blockIndex)
                    .containsExactly(5);
            assertThatExceptionOfType(ValidationException.class)
                    .isThrownBy(() -> put(ebs, snapshot, 1, block(1)))
                    .satisfies(e -> assertThat(e.reasonAsString()).isEqualTo("INVALID_SNAPSHOT_ID"));
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> ebs.listSnapshotBlocks(which -> which.snapshotId("snap-0123456789abcdef0")))
                    .satisfies(e -> assertThat(e.reasonAsString()).isEqualTo("SNAPSHOT_NOT_FOUND"));
        }
        assertModelled(25);
    }

    private static void put(EbsClient ebs, String snapshot, int index, byte[] content) {
        ebs.putSnapshotBlock(
                block -> block.snapshotId(snapshot)
                        .blockIndex(index)
                        .dataLength(BLOCK_BYTES)
                        .checksum(checksum(content))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(content));
    }

    private static byte[] block(int seed) {
        byte[] block = new byte[BLOCK_BYTES];
        new Random(seed).nextBytes(block);
        return block;
    }

    private static String checksum(byte[] content) {
        return Base64.getEncoder().encodeToString(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
