package io.ebsnap.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.FastRestoreRequest.EnableFastSnapshotRestores;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.KeyRequest.GetEbsDefaults;
import io.ebsnap.api.KeyRequest.ModifyEbsDefaultKmsKeyId;
import io.ebsnap.api.LockRequest.DescribeLockedSnapshots;
import io.ebsnap.api.LockRequest.LockSnapshot;
import io.ebsnap.api.LockRequest.UnlockSnapshot;
import io.ebsnap.api.Page;
import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListVolumesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreVolumeFromRecycleBin;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.EnableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ResetSnapshotAttribute;
import io.ebsnap.api.Tag;
import io.ebsnap.api.TieringRequest.ModifySnapshotTier;
import io.ebsnap.api.TieringRequest.RestoreSnapshotTier;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.api.VolumeRequest.CopyVolumes;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.api.VolumeRequest.DetachVolume;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each action of EC2 asks of the control protocol. */
class Ec2RequestsTest {

    private static final String SNAP = "snap-0123456789abcdef0";
    private static final String VOL = "vol-0123456789abcdef0";
    private static final String INSTANCE = "i-0123456789abcdef0";

    private static Arguments asks(String form, Request<?> request) {
        return Arguments.of(form, request);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                asks(
                        "CreateSnapshot&Description=d&VolumeId=" + VOL
                                + "&TagSpecification.1.ResourceType=snapshot&TagSpecification.1.Tag.1.Key=k"
                                + "&TagSpecification.1.Tag.1.Value=v",
                        new CreateSnapshot(
                                List.of(VOL), "d", List.of(new Tag("k", "v")), InstantOptions.afterTurn(20))),
                asks("DeleteSnapshot&SnapshotId=" + SNAP, new DeleteSnapshot(SNAP, true)),
                asks(
                        "CopySnapshot&SourceRegion=x&DestinationRegion=x&PresignedUrl=u&Encrypted=true&KmsKeyId=k"
                                + "&SourceSnapshotId=" + SNAP,
                        new CopySnapshot(SNAP, null, List.of(), false, "k")),
                asks(
                        "ModifySnapshotAttribute&SnapshotId=" + SNAP
                                + "&CreateVolumePermission.Add.1.UserId=111122223333&CreateVolumePermission.Add.2.Group=all",
                        new ModifySnapshotAttribute(SNAP, "add", List.of("111122223333"), List.of("all"), false)),
                asks(
                        "ModifySnapshotAttribute&Attribute=createVolumePermission&OperationType=remove&UserGroup.1=all"
                                + "&SnapshotId=" + SNAP,
                        new ModifySnapshotAttribute(SNAP, "remove", List.of(), List.of("all"), false)),
                asks(
                        "ResetSnapshotAttribute&Attribute=createVolumePermission&SnapshotId=" + SNAP,
                        new ResetSnapshotAttribute(SNAP)),
                asks(
                        "EnableSnapshotBlockPublicAccess&State=block-all-sharing",
                        new EnableSnapshotBlockPublicAccess("block-all-sharing")),
                asks(
                        "LockSnapshot&LockMode=compliance&ExpirationDate=2030-01-01T00:00:00Z&CoolOffPeriod=3"
                                + "&SnapshotId=" + SNAP,
                        new LockSnapshot(SNAP, "compliance", null, Instant.parse("2030-01-01T00:00:00Z"), 3)),
                asks("UnlockSnapshot&SnapshotId=" + SNAP, new UnlockSnapshot(SNAP)),
                asks(
                        "DescribeLockedSnapshots&SnapshotId.1=" + SNAP,
                        new DescribeLockedSnapshots(List.of(SNAP), List.of(), Page.FIRST)),
                asks(
                        "ModifySnapshotTier&StorageTier=archive&SnapshotId=" + SNAP,
                        new ModifySnapshotTier(SNAP, "archive")),
                asks(
                        "RestoreSnapshotTier&TemporaryRestoreDays=5&SnapshotId=" + SNAP,
                        new RestoreSnapshotTier(SNAP, 5, false, true)),
                asks(
                        "RestoreSnapshotTier&PermanentRestore=true&SnapshotId=" + SNAP,
                        new RestoreSnapshotTier(SNAP, null, true, true)),
                asks(
                        "EnableFastSnapshotRestores&AvailabilityZone.1=a&SourceSnapshotId.1=" + SNAP,
                        new EnableFastSnapshotRestores(List.of(SNAP), List.of("a"))),
                asks(
                        "ListSnapshotsInRecycleBin&MaxResults=5000",
                        new ListSnapshotsInRecycleBin(List.of(), new Page(1000, null))),
                asks("ListSnapshotsInRecycleBin", new ListSnapshotsInRecycleBin(List.of(), Page.FIRST)),
                asks("RestoreSnapshotFromRecycleBin&SnapshotId=" + SNAP, new RestoreSnapshotFromRecycleBin(SNAP)),
                asks("ListVolumesInRecycleBin", new ListVolumesInRecycleBin(List.of(), Page.FIRST)),
                asks("RestoreVolumeFromRecycleBin&VolumeId=" + VOL, new RestoreVolumeFromRecycleBin(VOL)),
                asks("GetEbsEncryptionByDefault", new GetEbsDefaults()),
                asks("ModifyEbsDefaultKmsKeyId&KmsKeyId=k", new ModifyEbsDefaultKmsKeyId("k")),
                asks(
                        "CreateVolume&AvailabilityZone=b&Size=2&VolumeType=gp3&Iops=3000&Throughput=125&Encrypted=false&VolumeInitializationRate=100"
                                + "&SnapshotId=" + SNAP,
                        new CreateVolume(
                                SNAP,
                                2L << 30,
                                "b",
                                List.of(),
                                null,
                                null,
                                false,
                                100L,
                                null,
                                null,
                                new VolumePerformance("gp3", 3000, 125),
                                null)),
                asks(
                        "CopyVolumes&Size=3&VolumeType=gp3&Iops=3000&Throughput=125&MultiAttachEnabled=false"
                                + "&TagSpecification.1.ResourceType=volume&TagSpecification.1.Tag.1.Key=a"
                                + "&TagSpecification.1.Tag.1.Value=b&SourceVolumeId=" + VOL,
                        new CopyVolumes(
                                VOL,
                                3L << 30,
                                List.of(new Tag("a", "b")),
                                null,
                                new VolumePerformance("gp3", 3000, 125),
                                null)),
                asks("CopyVolumes&SourceVolumeId=" + VOL, new CopyVolumes(VOL, null, List.of(), null)),
                asks(
                        "CopyVolumes&ClientToken=t&SourceVolumeId=" + VOL,
                        new CopyVolumes(VOL, null, List.of(), null, null, "t")),
                asks(
                        "CreateVolume&AvailabilityZone=b&Size=1&ClientToken=t",
                        new CreateVolume(
                                null, 1L << 30, "b", List.of(), null, null, false, null, null, null, null, "t")),
                asks("DeleteVolume&VolumeId=" + VOL, new DeleteVolume(VOL)),
                asks("ModifyVolume&Size=3&VolumeId=" + VOL, new ModifyVolume(VOL, 3L << 30)),
                asks(
                        "ModifyVolume&VolumeType=io2&VolumeId=" + VOL,
                        new ModifyVolume(VOL, null, new VolumePerformance("io2", null, null))),
                asks(
                        "ModifyVolume&Size=3&Iops=4000&Throughput=250&VolumeId=" + VOL,
                        new ModifyVolume(VOL, 3L << 30, new VolumePerformance(null, 4000, 250))),
                asks(
                        "AttachVolume&Device=/dev/sdf&InstanceId=" + INSTANCE + "&VolumeId=" + VOL,
                        new AttachVolume(VOL, null, false, "/dev/sdf")),
                asks("DetachVolume&Force=true&VolumeId=" + VOL, new DetachVolume(VOL, true)),
                asks("DescribeInstances&InstanceId.1=" + INSTANCE, AttachedVolumes.ALL),
                asks("CreateSnapshots&InstanceSpecification.InstanceId=" + INSTANCE, AttachedVolumes.ALL));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void anActionAsksForThis(String form, Request<?> wanted) {
        Ec2Service service = new Ec2Service(
                new Ec2Facts("local", "127.0.0.1:1", INSTANCE, Instant.EPOCH, () -> List.of("a", "b")),
                new CalledActions(new ErrorAnswers(new Random(1))),
                InstantSource.fixed(Instant.EPOCH));
        List<Request<?>> asked = new ArrayList<>();
        AwsCaller caller = new AwsCaller("000000000000", "", request -> {
            asked.add(request);
            throw new Failure.Conflict("not now");
        });
        AwsRequest request = new AwsRequest(
                "POST", "/", "", List.of(), ("Action=" + form).getBytes(StandardCharsets.UTF_8), Optional.empty());
        AwsFault fault = catchThrowableOfType(
                AwsFault.class, () -> service.answer(new AwsCall(request, caller, "id", () -> {})));
        assertThat(fault.text()).isEqualTo("not now");
        assertThat(asked).containsExactly(wanted);
    }
}
