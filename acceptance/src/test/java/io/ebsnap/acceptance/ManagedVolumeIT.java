package io.ebsnap.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.Page;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managed volumes with the real daemon and command line: made of a snapshot, filled in the background, grown, deleted. */
@RequiresRoot
class ManagedVolumeIT {

    private static final long IMAGE_BYTES = (24L << 20) + 4096 * 3;
    private static final int GROWN_BYTES = 32 << 20;

    @TempDir
    private Path folder;

    @Test
    void hydratedTargetAloneHasTheContentOfItsSnapshot() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Path target = folder.resolve("target.img");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            CommandLine cli = new CommandLine(home);
            TestImage image = image();
            String snapshot = new Jobs(daemon).take(image.file()).snapshotId();
            cli.run("volume", "create", "--snapshot", snapshot, "--name", "copy", "--target", target.toString());
            assertThat(cli.run("volume", "wait", "copy", "--until", "boot-set")).contains("  boot set there; ");
            assertThat(cli.run("volume", "wait", "copy")).contains("hydrated: " + target);
            assertThat(cli.run("snapshot", "first-touch", snapshot)).contains("nothing was learnt yet");
            assertThat(cli.attempt("snapshot", "first-touch", snapshot, "--delete")
                            .status())
                    .isEqualTo(3);
            assertThat(TestImage.digest(target)).isEqualTo(image.digest());
            cli.run("snapshot", "delete", snapshot);
            cli.run("volume", "delete", "copy");
            assertThat(TestImage.digest(target)).as("a named target stays").isEqualTo(image.digest());
            assertThat(cli.run("volume", "list")).doesNotContain("managed");
        }
    }

    @Test
    void pausedVolumeIsFilledByTheNextDaemonAndGoesWithItsFile() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        CommandLine cli = new CommandLine(home);
        TestImage image = image();
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = new Jobs(daemon).take(image.file()).snapshotId();
            cli.run("volume", "create", "--snapshot", snapshot, "--name", "slow", "--init-rate", "1", "--no-encrypted");
            cli.run("volume", "hydration", "slow", "--pause");
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            ServedVolume paused = served(daemon, "slow");
            assertThat(paused.hydration().phase()).isEqualTo("paused");
            assertThat(paused.volumeInitializationRate()).isEqualTo(1);
            cli.run("volume", "hydration", "slow", "--resume", "--rate", "0");
            cli.run("volume", "show", "slow", "--watch");
            Path file = Path.of(paused.target());
            assertThat(TestImage.digest(file)).isEqualTo(image.digest());
            cli.run("volume", "resize", "slow", "32M");
            assertThat(file).hasSize(GROWN_BYTES);
            cli.run("volume", "delete", "slow");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void whatCannotBeIsRefusedWithItsExitCode() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        CommandLine cli = new CommandLine(home);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = new Jobs(daemon).take(image().file()).snapshotId();
            Path taken = Files.writeString(folder.resolve("taken.img"), "somebody's only copy");
            assertStatus(cli, 2, "volume", "create", "--snapshot", snapshot, "--size", "1M");
            assertStatus(cli, 2, "volume", "create");
            assertStatus(cli, 3, "volume", "create", "--snapshot", "snap-00000000000000000");
            assertStatus(cli, 3, "volume", "create", "--size", "1M", "--zone", "nowhere");
            assertStatus(cli, 4, "volume", "create", "--snapshot", snapshot, "--target", taken.toString());
            assertThat(taken).hasContent("somebody's only copy");
            cli.run("volume", "create", "--size", "1M", "--name", "empty");
            assertStatus(cli, 4, "volume", "create", "--size", "1M", "--name", "empty");
            assertStatus(cli, 2, "volume", "resize", "empty", "512K");
            assertStatus(cli, 4, "volume", "hydration", "empty", "--pause");
            assertStatus(cli, 2, "volume", "forget", "empty");
            assertStatus(cli, 3, "volume", "delete", "nothing");
            assertStatus(cli, 0, "volume", "delete", "empty");
        }
    }

    private TestImage image() {
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(20_261L));
        image.change(60);
        return image;
    }

    private static ServedVolume served(RunningDaemon daemon, String volume) {
        return requireNonNull(daemon.call(new DescribeVolumes(List.of(volume), List.of(), Page.FIRST))
                .volumes()
                .getFirst()
                .served());
    }

    private static void assertStatus(CommandLine cli, int status, String... arguments) {
        assertThat(cli.attempt(arguments))
                .as(String.join(" ", arguments))
                .satisfies(result ->
                        assertThat(result.status()).as(result.output()).isEqualTo(status));
    }
}
