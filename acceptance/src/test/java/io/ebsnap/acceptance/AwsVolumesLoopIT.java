package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that the real {@code aws} attaches to this machine, which is the one instance that there is. */
@RequiresLoopDevices
@Requires(command = "aws")
class AwsVolumesLoopIT {

    /** In the volume's second block. */
    private static final long PLACE = 600_000;

    /** Orders at the same moment, of a volume that has one instant at a time. */
    private static final String TOGETHER = """
            import boto3, concurrent.futures, sys
            ec2 = boto3.client('ec2', endpoint_url=sys.argv[1])
            def create(number):
                return ec2.create_snapshot(VolumeId=sys.argv[2], Description='number %d' % number)['SnapshotId']
            with concurrent.futures.ThreadPoolExecutor(5) as clients:
                snapshots = list(clients.map(create, range(5)))
            ec2.get_waiter('snapshot_completed').wait(SnapshotIds=snapshots)
            print(len(set(snapshots)), end='')
            ec2.delete_snapshot(SnapshotId=snapshots[0])
            """;

    @TempDir
    private Path folder = Path.of("");

    private static void assertImageOf(AwsTools tools, String instance, String volume, String device) {
        String image = tools.aws(
                "ec2",
                "create-image",
                "--instance-id",
                instance,
                "--name",
                "web 1",
                "--no-reboot",
                "--block-device-mappings",
                "DeviceName=" + device + ",Ebs={DeleteOnTermination=true}",
                "--tag-specifications",
                "ResourceType=image,Tags=[{Key=i,Value=1}]",
                "ResourceType=snapshot,Tags=[{Key=s,Value=2}]",
                "--query",
                "ImageId");
        tools.await("DescribeImages&ImageId.1=" + image, "<imageState>available");
        tools.aws("ec2", "wait", "image-available", "--image-ids", image);
        String snapshot = tools.aws(
                "ec2",
                "describe-images",
                "--filters",
                "Name=root-device-name,Values=" + device,
                "Name=tag:i,Values=1",
                "--query",
                "Images[].BlockDeviceMappings[].Ebs.SnapshotId");
        assertThat(tools.aws(
                        "ec2",
                        "describe-snapshots",
                        "--filters",
                        "Name=tag:s,Values=2",
                        "--query",
                        "Snapshots[].VolumeId"))
                .isEqualTo(volume);
        assertThat(snapshot).matches("snap-[0-9a-f]{17}");
        assertThat(tools.aws("ec2", "describe-volume-status", "--query", "VolumeStatuses[].VolumeStatus.Status"))
                .isEqualTo("ok");
    }

    /** The device is written before and after. */
    private void assertCopyOf(AwsTools tools, String volume, Path device) throws IOException {
        write(device, "as it was");
        String snapshots = tools.aws("ec2", "describe-snapshots", "--query", "Snapshots[].SnapshotId");
        // Tools older than the end of 2025 do not know the action.
        String answer = tools.query("CopyVolumes&SourceVolumeId=" + volume
                + "&Size=2&VolumeType=gp3&Iops=3000&TagSpecification.1.ResourceType=volume"
                + "&TagSpecification.1.Tag.1.Key=c&TagSpecification.1.Tag.1.Value=1");
        assertThat(answer).contains("<volumeSet><item><volumeId>vol-");
        String copy = answer.replaceAll("(?s).*<volumeId>(vol-[0-9a-f]{17}).*", "$1");
        write(device, "another!!");
        tools.await("DescribeVolumes&VolumeId.1=" + copy, "<status>available");
        tools.aws("ec2", "wait", "volume-available", "--volume-ids", copy);
        assertThat(tools.query("DescribeVolumes&Filter.1.Name=tag:c&Filter.1.Value.1=1"))
                .contains("<volumeId>" + copy, "<sourceVolumeId>" + volume, "<size>2<", "<availabilityZone>a<");
        assertThat(tools.aws("ec2", "describe-snapshots", "--query", "Snapshots[].SnapshotId"))
                .isEqualTo(snapshots);
        assertThat(tools.query("CopyVolumes&SourceVolumeId=vol-00000000000000000"))
                .contains("InvalidVolume.NotFound");
        String instance = tools.aws("ec2", "describe-instances", "--query", "Reservations[].Instances[].InstanceId");
        String attached = tools.aws(
                "ec2",
                "attach-volume",
                "--volume-id",
                copy,
                "--instance-id",
                instance,
                "--device",
                "/dev/sdg",
                "--query",
                "Device");
        assertThat(attached).isEqualTo("/dev/sdg");
        assertThat(read(folder.resolve("devices/sdg"))).isEqualTo("as it was");
        tools.aws("ec2", "detach-volume", "--volume-id", copy);
        tools.await("DescribeVolumes&VolumeId.1=" + copy, "<status>available");
        tools.aws("ec2", "wait", "volume-available", "--volume-ids", copy);
        tools.aws("ec2", "delete-volume", "--volume-id", copy);
    }

    private static void write(Path device, String words) throws IOException {
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
            int unused = channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)), PLACE);
            channel.force(true);
        }
    }

    private static String read(Path device) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate("as it was".length());
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
            int unused = channel.read(bytes, PLACE);
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    @Test
    void aVolumeIsAttachedSnapshotWithAllOthersAndDetached() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        int port = AwsTools.freePort();
        Files.writeString(home.config(), "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            AwsTools.awaitPort(port);
            AwsTools tools = AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
            String instance =
                    tools.aws("ec2", "describe-instances", "--query", "Reservations[].Instances[].InstanceId");
            String volume =
                    tools.aws("ec2", "create-volume", "--availability-zone", "a", "--size", "1", "--query", "VolumeId");
            String device = tools.aws(
                    "ec2",
                    "attach-volume",
                    "--volume-id",
                    volume,
                    "--instance-id",
                    instance,
                    "--device",
                    "/dev/sdf",
                    "--query",
                    "Device");
            assertThat(device).isEqualTo("/dev/sdf");
            assertThat(folder.resolve("devices/sdf")).exists();
            tools.aws("ec2", "wait", "volume-in-use", "--volume-ids", volume);
            assertThat(tools.aws("ec2", "describe-instances")).contains(volume, device);
            assertThat(tools.aws(
                            "ec2",
                            "create-snapshots",
                            "--instance-specification",
                            "InstanceId=" + instance,
                            "--query",
                            "Snapshots[].VolumeId"))
                    .isEqualTo(volume);
            assertThat(tools.attempt("ec2", "delete-volume", "--volume-id", volume)
                            .output())
                    .contains("VolumeInUse");
            assertThat(tools.aws(
                            "ec2",
                            "describe-volumes",
                            "--filters",
                            "Name=attachment.instance-id,Values=" + instance,
                            "Name=attachment.device,Values=" + device,
                            "Name=volume-type,Values=gp2",
                            "--query",
                            "Volumes[].VolumeId"))
                    .isEqualTo(volume);
            assertImageOf(tools, instance, volume, device);
            assertCopyOf(tools, volume, folder.resolve("devices/sdf"));
            assertThat(tools.python(TOGETHER, volume)).isEqualTo("5");
            tools.aws("ec2", "detach-volume", "--volume-id", volume);
            tools.await("DescribeVolumes&VolumeId.1=" + volume, "<status>available");
            tools.aws("ec2", "wait", "volume-available", "--volume-ids", volume);
        }
    }

    private static String performance(AwsTools tools, String volume) {
        return tools.aws(
                "ec2",
                "describe-volumes",
                "--volume-ids",
                volume,
                "--query",
                "Volumes[].[VolumeType, Iops, Throughput]");
    }

    private static String ofType(AwsTools tools, String type) {
        return tools.aws(
                "ec2",
                "describe-volumes",
                "--filters",
                "Name=volume-type,Values=" + type,
                "--query",
                "Volumes[].VolumeId");
    }

    @Test
    void whatWasAskedOfAVolumesPerformanceIsReadBackAlsoAfterARestart() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        int port = AwsTools.freePort();
        Files.writeString(home.config(), "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n");
        AwsTools tools;
        String volume;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            AwsTools.awaitPort(port);
            tools = AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
            String plain = tools.aws(
                    "ec2", "create-volume", "--availability-zone", "a", "--size", "50", "--query", "VolumeId");
            assertThat(performance(tools, plain)).isEqualTo("gp2\t150\tNone");
            String made = tools.aws(
                    "ec2",
                    "create-volume",
                    "--availability-zone",
                    "a",
                    "--size",
                    "1",
                    "--volume-type",
                    "gp3",
                    "--iops",
                    "4000",
                    "--query",
                    "[VolumeId, VolumeType, Iops, Throughput]");
            assertThat(made).endsWith("\tgp3\t4000\t125");
            volume = made.substring(0, made.indexOf('\t'));
            assertThat(performance(tools, volume)).isEqualTo("gp3\t4000\t125");
            assertThat(
                            tools.aws(
                                    "ec2",
                                    "modify-volume",
                                    "--volume-id",
                                    volume,
                                    "--volume-type",
                                    "io2",
                                    "--iops",
                                    "200",
                                    "--query",
                                    "VolumeModification.[OriginalVolumeType, OriginalThroughput, TargetVolumeType, TargetIops]"))
                    .isEqualTo("gp3\t125\tio2\t200");
            assertThat(ofType(tools, "io2")).isEqualTo(volume);
            assertThat(ofType(tools, "gp2")).isEqualTo(plain);
            assertThat(tools.attempt("ec2", "modify-volume", "--volume-id", plain, "--iops", "3000")
                            .output())
                    .contains("InvalidParameterCombination");
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            AwsTools.awaitPort(port);
            assertThat(performance(tools, volume)).isEqualTo("io2\t200\tNone");
            assertThat(tools.aws(
                            "ec2",
                            "describe-volumes-modifications",
                            "--filters",
                            "Name=target-volume-type,Values=io2",
                            "--query",
                            "VolumesModifications[].[VolumeId, TargetIops]"))
                    .isEqualTo(volume + "\t200");
            String copy = tools.query("CopyVolumes&SourceVolumeId=" + volume + "&VolumeType=gp3");
            assertThat(copy).contains("<volumeType>gp3</volumeType><iops>3000</iops><throughput>125</throughput>");
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    /** The daemon dies by itself at a point, as by SIGKILL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "volume-create.after-record",
                "volume-create.after-available",
                "volume-copy.after-record",
                "volume-copy.after-pending"
            })
    void secondTryMakesNoSecondVolumeWhereverTheDaemonDied(String point) throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        int port = AwsTools.freePort();
        Files.writeString(home.config(), "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n");
        AwsTools tools;
        String source;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            AwsTools.awaitPort(port);
            tools = AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
            source =
                    tools.aws("ec2", "create-volume", "--availability-zone", "a", "--size", "1", "--query", "VolumeId");
        }
        // Tools older than the end of 2025 do not know CopyVolumes.
        String order = point.startsWith("volume-copy")
                ? "CopyVolumes&ClientToken=t&SourceVolumeId=" + source
                : "CreateVolume&ClientToken=t&AvailabilityZone=a&Size=1";
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point))) {
            AwsTools.awaitPort(port);
            assertThatThrownBy(() -> tools.query(order)).isInstanceOf(AssertionError.class);
            assertThat(doomed.awaitEnd()).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            AwsTools.awaitPort(port);
            String left = others(tools, source);
            assertThat(left.isEmpty()).isEqualTo(point.endsWith("after-record"));
            String made = tools.query(order).replaceAll("(?s).*?<volumeId>(vol-[0-9a-f]{17}).*", "$1");
            assertThat(made).matches("vol-.*");
            assertThat(others(tools, source)).isEqualTo(made);
            assertThat(left).isIn("", made);
            assertThat(tools.query(order)).contains("<volumeId>" + made);
            assertThat(tools.query(order + "&VolumeType=sc1")).contains("400", "IdempotentParameterMismatch");
            tools.await("DescribeVolumes&VolumeId.1=" + made, "<status>available");
            tools.aws("ec2", "wait", "volume-available", "--volume-ids", made);
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    private static String others(AwsTools tools, String source) {
        return tools.aws("ec2", "describe-volumes", "--query", "Volumes[?VolumeId!='" + source + "'].VolumeId");
    }
}
