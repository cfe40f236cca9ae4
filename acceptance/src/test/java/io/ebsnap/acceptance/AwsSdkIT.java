package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dlm.DlmClient;
import software.amazon.awssdk.services.dlm.model.Schedule;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ebs.model.Block;
import software.amazon.awssdk.services.ebs.model.ChangedBlock;
import software.amazon.awssdk.services.ebs.model.ChecksumAggregationMethod;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.ebs.model.GetSnapshotBlockResponse;
import software.amazon.awssdk.services.ebs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ebs.model.ValidationException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LockMode;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.rbin.model.ResourceTag;
import software.amazon.awssdk.services.rbin.model.RetentionPeriodUnit;
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

    @Test
    void volumesAndImagesLiveAWholeLife() {
        try (Ec2Client ec2 = sdk.client(Ec2Client.builder())) {
            String volume = ec2.createVolume(order -> order.availabilityZone("a")
                            .size(1)
                            .volumeType(VolumeType.GP3)
                            .iops(3000))
                    .volumeId();
            assertThat(ec2.waiter()
                            .waitUntilVolumeAvailable(which -> which.volumeIds(volume))
                            .attemptsExecuted())
                    .isEqualTo(1);
            ec2.modifyVolume(order -> order.volumeId(volume).size(2));
            assertThat(ec2.describeVolumesModifications(which -> which.volumeIds(volume))
                            .volumesModifications())
                    .hasSize(1);
            assertThat(ec2.describeVolumeStatus(which -> which.volumeIds(volume))
                            .volumeStatuses())
                    .hasSize(1);
            String snapshot =
                    ec2.createSnapshot(order -> order.volumeId(volume)).snapshotId();
            ec2.waiter().waitUntilSnapshotCompleted(which -> which.snapshotIds(snapshot));
            ec2.enableFastSnapshotRestores(which -> which.availabilityZones("a").sourceSnapshotIds(snapshot));
            assertThat(ec2.describeFastSnapshotRestores(_ -> {}).fastSnapshotRestores())
                    .hasSize(1);
            ec2.disableFastSnapshotRestores(
                    which -> which.availabilityZones("a").sourceSnapshotIds(snapshot));
            String image = ec2.registerImage(order -> order.name("by-the-sdk")
                            .architecture("x86_64")
                            .rootDeviceName("/dev/sda1")
                            .blockDeviceMappings(BlockDeviceMapping.builder()
                                    .deviceName("/dev/sda1")
                                    .ebs(EbsBlockDevice.builder()
                                            .snapshotId(snapshot)
                                            .build())
                                    .build()))
                    .imageId();
            assertThat(ec2.waiter()
                            .waitUntilImageAvailable(which -> which.imageIds(image))
                            .attemptsExecuted())
                    .isEqualTo(1);
            assertThat(ec2.describeImages(which -> which.owners("self")).images())
                    .hasSize(1);
            ec2.modifyImageAttribute(which -> which.imageId(image).description(value -> value.value("of an SDK")));
            assertThat(ec2.describeImageAttribute(which -> which.imageId(image).attribute("description"))
                            .description()
                            .value())
                    .isEqualTo("of an SDK");
            refused("InvalidSnapshot.InUse", () -> ec2.deleteSnapshot(which -> which.snapshotId(snapshot)));
            ec2.deregisterImage(which -> which.imageId(image));
            ec2.deleteSnapshot(which -> which.snapshotId(snapshot));
            ec2.deleteVolume(which -> which.volumeId(volume));
            assertThat(ec2.waiter()
                            .waitUntilVolumeDeleted(which -> which.volumeIds(volume))
                            .attemptsExecuted())
                    .isEqualTo(1);
        }
        assertModelled(100);
    }

    private void assertModelled(int heldMin) {
        assertThat(sdk.model().strange()).isEmpty();
        assertThat(sdk.model().held()).isGreaterThan(heldMin);
    }

    /** The SDK finds the region of the source in the name of the host. */
    @Test
    void aCopyIsOrderedAtAHostThatIsNamedAfterTheRegion() throws IOException {
        try (Ec2Client ec2 = sdk.client(Ec2Client.builder())) {
            String volume = volume();
            String snapshot =
                    ec2.createSnapshot(order -> order.volumeId(volume)).snapshotId();
            ec2.waiter().waitUntilSnapshotCompleted(which -> which.snapshotIds(snapshot));
            Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 ec2.local.localhost\n");
            String copy = Commands.run(
                    "env",
                    "AWS_ACCESS_KEY_ID=" + sdk.key().accessKeyId(),
                    "AWS_SECRET_ACCESS_KEY=" + sdk.secret(),
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Djdk.net.hosts.file=" + hosts,
                    "-cp",
                    System.getProperty("java.class.path"),
                    SdkCopy.class.getName(),
                    "http://ec2.local.localhost:" + sdk.endpoint().getPort(),
                    snapshot);
            assertThat(copy.lines().toList().getLast())
                    .matches("snap-[0-9a-f]{17}")
                    .isNotEqualTo(snapshot);
        }
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

    @Test
    void keysSealAndOpen() {
        try (KmsClient kms = sdk.client(KmsClient.builder())) {
            String key = kms.createKey(order -> order.description("by the SDK"))
                    .keyMetadata()
                    .keyId();
            kms.createAlias(alias -> alias.aliasName("alias/sdk").targetKeyId(key));
            assertThat(kms.describeKey(which -> which.keyId("alias/sdk"))
                            .keyMetadata()
                            .keyState())
                    .isEqualTo(KeyState.ENABLED);
            assertThat(kms.listAliasesPaginator(which -> which.limit(1)).aliases())
                    .extracting(AliasListEntry::aliasName)
                    .contains("alias/sdk");
            SdkBytes secret = SdkBytes.fromUtf8String("secret");
            SdkBytes sealed = kms.encrypt(
                            what -> what.keyId(key).plaintext(secret).encryptionContext(Map.of("of", "this")))
                    .ciphertextBlob();
            assertThat(kms.decrypt(what -> what.ciphertextBlob(sealed).encryptionContext(Map.of("of", "this")))
                            .plaintext())
                    .isEqualTo(secret);
            assertThatExceptionOfType(InvalidCiphertextException.class)
                    .isThrownBy(() -> kms.decrypt(what -> what.ciphertextBlob(sealed)));
            assertThat(kms.generateDataKey(what -> what.keyId(key).keySpec(DataKeySpec.AES_256))
                            .plaintext()
                            .asByteArray())
                    .hasSize(32);
            assertThat(kms.getKeyPolicy(which -> which.keyId(key)).policy()).contains("kms:*");
            assertThat(kms.getKeyRotationStatus(which -> which.keyId(key)).keyRotationEnabled())
                    .isFalse();
            kms.disableKey(which -> which.keyId(key));
            assertThatExceptionOfType(DisabledException.class)
                    .isThrownBy(() -> kms.encrypt(what -> what.keyId(key).plaintext(secret)));
            assertThat(kms.scheduleKeyDeletion(which -> which.keyId(key).pendingWindowInDays(7))
                            .keyState())
                    .isEqualTo(KeyState.PENDING_DELETION);
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> kms.describeKey(which -> which.keyId("alias/none")));
        }
        assertModelled(40);
    }

    @Test
    void rulesAndPoliciesAreKept() {
        try (RbinClient rbin = sdk.client(RbinClient.builder());
                DlmClient dlm = sdk.client(DlmClient.builder())) {
            String rule = rbin.createRule(order -> order.resourceType("EBS_SNAPSHOT")
                            .description("by the SDK")
                            .retentionPeriod(period ->
                                    period.retentionPeriodValue(7).retentionPeriodUnit(RetentionPeriodUnit.DAYS))
                            .resourceTags(ResourceTag.builder()
                                    .resourceTagKey("team")
                                    .resourceTagValue("db")
                                    .build()))
                    .identifier();
            assertThat(rbin.getRule(which -> which.identifier(rule)).statusAsString())
                    .isEqualTo("available");
            assertThat(rbin.listRulesPaginator(which -> which.resourceType("EBS_SNAPSHOT")).stream()
                            .flatMap(page -> page.rules().stream())
                            .toList())
                    .hasSize(1);
            rbin.deleteRule(which -> which.identifier(rule));
            Schedule daily = Schedule.builder()
                    .name("daily")
                    .createRule(each -> each.interval(24).intervalUnit("HOURS").times("03:00"))
                    .retainRule(keep -> keep.count(7))
                    .copyTags(true)
                    .build();
            String policy = dlm.createLifecyclePolicy(order -> order.description("by the SDK")
                            .state("ENABLED")
                            .executionRoleArn("arn:aws:iam::000000000000:role/unused")
                            .policyDetails(details -> details.resourceTypesWithStrings("VOLUME")
                                    .targetTags(software.amazon.awssdk.services.dlm.model.Tag.builder()
                                            .key("team")
                                            .value("db")
                                            .build())
                                    .schedules(daily)))
                    .policyId();
            assertThat(dlm.getLifecyclePolicy(which -> which.policyId(policy))
                            .policy()
                            .policyDetails()
                            .schedules())
                    .singleElement()
                    .satisfies(schedule ->
                            assertThat(schedule.retainRule().count()).isEqualTo(7));
            assertThat(dlm.getLifecyclePolicies(_ -> {}).policies()).hasSize(1);
            dlm.deleteLifecyclePolicy(which -> which.policyId(policy));
        }
        assertModelled(40);
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
