package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that AWS's tools restore fast, archive, and bring back from the archive and the recycle bin of a real daemon. */
@RequiresRoot
@Requires(command = {"aws", "python3"})
class AwsSnapshotLifeIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aSnapshotIsRestoredFastAsLongAsThatIsEnabled() throws IOException {
        try (AwsDaemon daemon = AwsDaemon.start(folder, "[fast-restore]\nlimit = \"budget\"\n")) {
            AwsTools tools = daemon.tools();
            String snapshot = daemon.snapshot(daemon.volume());
            String[] named = {"--availability-zones", "a", "--source-snapshot-ids", snapshot};
            assertThat(tools.aws("ec2", "enable-fast-snapshot-restores", named[0], named[1], named[2], named[3]))
                    .contains("SUCCESSFUL", snapshot);
            daemon.tools().await("DescribeFastSnapshotRestores", "<state>enabled</state>");
            assertThat(tools.aws(
                            "ec2",
                            "describe-fast-snapshot-restores",
                            "--filters",
                            "Name=state,Values=enabled",
                            "Name=availability-zone,Values=a",
                            "--query",
                            "FastSnapshotRestores[].[SnapshotId,State,StateTransitionReason]"))
                    .startsWith(snapshot + "\tenabled\tClient.UserInitiated");
            assertThat(tools.query("EnableFastSnapshotRestores&AvailabilityZone.1=mars&SourceSnapshotId.1=" + snapshot))
                    .contains("<fastSnapshotRestoreStateErrorSet>", "<successful/>");
            assertThat(tools.aws("ec2", "disable-fast-snapshot-restores", named[0], named[1], named[2], named[3]))
                    .contains("SUCCESSFUL", snapshot);
        }
    }

    @Test
    void aSnapshotGoesIntoTheArchiveAndComesBack() throws IOException {
        Path archive = Files.createDirectory(folder.resolve("archive"));
        try (AwsDaemon daemon = AwsDaemon.start(folder, "[archive]\ndirectory = \"" + archive + "\"\n")) {
            AwsTools tools = daemon.tools();
            String snapshot = daemon.snapshot(daemon.volume());
            assertThat(tools.aws(
                            "ec2",
                            "modify-snapshot-tier",
                            "--snapshot-id",
                            snapshot,
                            "--storage-tier",
                            "archive",
                            "--query",
                            "SnapshotId"))
                    .isEqualTo(snapshot);
            daemon.tools().await("DescribeSnapshotTierStatus", "archival-completed");
            assertThat(tools.aws(
                            "ec2",
                            "describe-snapshot-tier-status",
                            "--filters",
                            "Name=snapshot-id,Values=" + snapshot,
                            "--query",
                            "SnapshotTierStatuses[].[SnapshotId,StorageTier,LastTieringOperationStatus]"))
                    .isEqualTo(String.join("\t", snapshot, "archive", "archival-completed"));
            assertThat(tools.aws(
                            "ec2",
                            "describe-snapshots",
                            "--filters",
                            "Name=storage-tier,Values=archive",
                            "Name=transfer-type,Values=standard",
                            "--query",
                            "Snapshots[].SnapshotId"))
                    .isEqualTo(snapshot);
            assertThat(tools.aws(
                            "ec2",
                            "restore-snapshot-tier",
                            "--snapshot-id",
                            snapshot,
                            "--temporary-restore-days",
                            "2",
                            "--query",
                            "[RestoreDuration,IsPermanentRestore]"))
                    .isEqualTo("2\tFalse");
            daemon.tools().await("DescribeSnapshotTierStatus", "temporary-restore-completed");
            assertThat(tools.query("DescribeSnapshots")).contains("<restoreExpiryTime>");
        }
    }

    @Test
    void snapshotsAndVolumesComeBackFromTheRecycleBin() throws IOException {
        try (AwsDaemon daemon = AwsDaemon.start(folder, "")) {
            AwsTools tools = daemon.tools();
            daemon.keep("EBS_SNAPSHOT");
            daemon.keep("EBS_VOLUME");
            String volume = daemon.volume();
            String snapshot = daemon.snapshot(volume);
            String unwanted = daemon.snapshot(volume);
            tools.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot);
            tools.aws("ec2", "delete-volume", "--volume-id", volume);
            assertThat(tools.aws(
                            "ec2", "list-snapshots-in-recycle-bin", "--query", "Snapshots[].[SnapshotId,VolumeId]"))
                    .isEqualTo(snapshot + "\t" + volume);
            assertThat(tools.attempt("ec2", "describe-snapshots", "--snapshot-ids", snapshot)
                            .output())
                    .contains("InvalidSnapshot.NotFound");
            assertThat(tools.aws(
                            "ec2",
                            "restore-snapshot-from-recycle-bin",
                            "--snapshot-id",
                            snapshot,
                            "--query",
                            "[SnapshotId,State]"))
                    .isEqualTo(snapshot + "\tcompleted");
            assertThat(tools.aws("ec2", "describe-snapshots", "--query", "Snapshots[].SnapshotId"))
                    .contains(snapshot, unwanted);
            assertThat(tools.query("ListVolumesInRecycleBin")).contains("<volumeId>" + volume, "<recycleBinExitTime>");
            assertThat(tools.query("RestoreVolumeFromRecycleBin&VolumeId=" + volume))
                    .contains("<return>true</return>");
            tools.aws("ec2", "wait", "volume-available", "--volume-ids", volume);
            assertThat(tools.query("ListVolumesInRecycleBin")).contains("<volumeSet/>");
        }
    }
}
