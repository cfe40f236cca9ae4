package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that the real {@code aws} attaches to this machine, which is the one instance that there is. */
@RequiresLoopDevices
@Requires(command = "aws")
class AwsVolumesLoopIT {

    @TempDir
    private Path folder = Path.of("");

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
            assertThat(Path.of(device)).exists();
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
            tools.aws("ec2", "detach-volume", "--volume-id", volume);
            tools.aws("ec2", "wait", "volume-available", "--volume-ids", volume);
        }
    }
}
